import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Tells where a request comes from: what the proxies that are ours say, and nobody else (security S28). */
export type ClientAddress = (request: IncomingMessage) => string;

/** Creates it over the networks of TRUST_PROXY, as CIDRs or addresses. */
export function createClientAddress(trustProxy: readonly string[]): ClientAddress {
  const proxies = new BlockList();
  for (const network of trustProxy) {
    const [address = '', prefix] = network.split('/');
    const family = familyOf(address);
    if (prefix === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(prefix), family);
  }
  const isOurs = (address: string) =>
    isIP(address) !== 0 && proxies.check(address, familyOf(address));
  return ({ socket, headers }) => {
    // Each proxy adds whom it heard: the first from the end that is not ours is the client.
    const hops = String(headers['x-forwarded-for'] ?? '').split(',');
    let address = socket.remoteAddress ?? '';
    while (isOurs(address) && hops.length > 0) {
      const before = (hops.pop() ?? '').trim();
      if (isIP(before) === 0) break;
      address = before;
    }
    return address;
  };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
