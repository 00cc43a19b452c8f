/**
 * What the class of an enhanced code says (RFC 3463 section 3): no such mailbox or domain, a mailbox that has moved or is
 * switched off, or a domain without a way to it. 5.1.7 and 5.1.8 speak of our own address.
 */
const DEAD_ADDRESS = /^5\.(?:1\.(?:[0-46]|10)|2\.1|4\.4)$/;

/** Whether an enhanced status code says that an address is of no use any more. */
export function isDeadAddress(status: string): boolean {
  return DEAD_ADDRESS.test(status);
}
