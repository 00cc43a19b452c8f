import { connect, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { resolveChecked } from './checked-addresses.ts';
import type { CheckContext } from './checked-addresses.ts';
import { answerWith } from './connector.ts';
import { markAsChecked } from './guard.ts';
import { block, refuse } from './result.ts';
import type { EgressRefusal } from './result.ts';
import { parseTarget } from './target.ts';
import type { Target, Trust, TargetRule } from './policy.ts';

/** A TCP connection to open. */
export interface SocketRequest {
  /** A host name or address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly trust: Trust;
  readonly timeoutMs: number;
}

/** Connects to an address of `host` that was judged just now; the caller owns the socket and its `error` event. */
export async function openCheckedSocket(
  request: SocketRequest,
  context: CheckContext,
): Promise<{ ok: true; socket: Socket } | EgressRefusal> {
  const parsed = parseEndpoint(request);
  if (!parsed.ok) return block(parsed.rule);
  const { host, port, isLiteral } = parsed.target;
  const checked = await resolveChecked({ host, port, isLiteral }, request.trust, context);
  if (!checked.ok)
    return checked.reason === 'dns' ? refuse('dns', checked.detail) : block(checked.rule);
  return openSocket(host, port, checked.addresses, request.timeoutMs);
}

/** Reads host and port through the URL parser, so that spellings of addresses fold as they do for calls. */
function parseEndpoint(
  request: SocketRequest,
): { ok: true; target: Target } | { ok: false; rule: TargetRule } {
  const host = isIP(request.host) === 6 ? `[${request.host}]` : request.host;
  if (/[/?#@:]/.test(host.replace(/^\[.*\]$/, ''))) return { ok: false, rule: 'invalid_url' };
  return parseTarget(`http://${host}:${request.port}/`);
}

function openSocket(
  host: string,
  port: number,
  addresses: string[],
  timeoutMs: number,
): Promise<{ ok: true; socket: Socket } | EgressRefusal> {
  return new Promise((resolve) => {
    const socket = connect(markAsChecked({ host, port, lookup: answerWith(addresses) }));
    const fail = (refusal: EgressRefusal) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(refusal);
    };
    const timer = setTimeout(
      () => fail(refuse('timeout', `no connection to ${host}:${port} within ${timeoutMs} ms`)),
      timeoutMs,
    );
    const onError = (error: Error) => fail(refuse('network', error.message));
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeListener('error', onError);
      resolve({ ok: true, socket });
    });
  });
}
