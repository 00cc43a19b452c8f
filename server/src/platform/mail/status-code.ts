/**
 * What the class of an enhanced code says (RFC 3463 section 3): no such mailbox or domain, a mailbox that has moved or is
 * switched off, or a domain without a way to it. 5.1.7 and 5.1.8 speak of our own address.
 */
const DEAD_ADDRESS = /^5\.(?:1\.(?:[0-46]|10)|2\.1|4\.4)$/;

/** Whether an enhanced status code says that an address is of no use any more. */
export function isDeadAddress(status: string): boolean {
  return DEAD_ADDRESS.test(status);
}

/** Protocol, content and policy speak of the sender and what it sent, and so do refusals of its own address. */
const ABOUT_SENDER = /^[45]\.(?:[5-7]\.\d+|1\.[78])$/;

/** Whether an enhanced status code says nothing about the address that a mail was for. */
export function isAboutSender(status: string): boolean {
  return ABOUT_SENDER.test(status);
}
