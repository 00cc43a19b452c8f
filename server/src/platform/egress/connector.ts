import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { resolveChecked } from './checked-addresses.ts';
import type { CheckContext, CheckedAddresses } from './checked-addresses.ts';
import { markAsChecked } from './guard.ts';
import type { Trust } from './policy.ts';

/** A connection attempt is given up after this; the call's own time-out may be shorter. */
const CONNECT_TIMEOUT_MS = 10_000;

/** A connection that was not opened because its host or one of its addresses is refused or unknown. */
export class ConnectRefusedError extends Error {
  readonly refusal: Exclude<CheckedAddresses, { ok: true }>;

  constructor(refusal: Exclude<CheckedAddresses, { ok: true }>) {
    super(refusal.reason === 'blocked' ? `target refused: ${refusal.rule}` : refusal.detail);
    this.name = 'ConnectRefusedError';
    this.refusal = refusal;
  }
}

/**
 * Opens sockets for undici: the check happens inside the socket's own name look-up, so that the address that was judged
 * is the address that is connected to, while Host header and TLS server name keep the name (security S30).
 */
export function createConnector(
  trust: Trust,
  context: CheckContext,
  tls: { ca?: string },
): buildConnector.connector {
  return (options, callback) => {
    const host = options.hostname;
    const port = Number(options.port || (options.protocol === 'https:' ? 443 : 80));
    const endpoint = { host, port, isLiteral: isIP(host) !== 0 };
    void resolveChecked(endpoint, trust, context).then((checked) => {
      if (!checked.ok) return callback(new ConnectRefusedError(checked), null);
      const lookup = answerWith(checked.addresses);
      const connect = buildConnector(
        markAsChecked({ ...tls, lookup, timeout: CONNECT_TIMEOUT_MS, maxCachedSessions: 0 }),
      );
      return connect(options, callback);
    });
  };
}

/** A look-up that gives the sockets exactly these addresses. */
export function answerWith(addresses: string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    const [first] = answers;
    if (options.all) return callback(null, answers);
    return callback(null, first?.address ?? '', first?.family ?? 4);
  };
}
