import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperationSpec } from '@boardwire/contract/define';
import type { Config } from '../platform/config/config.ts';
import { forbidden } from '../platform/refusal.ts';
import { DAY_MS, SECOND_MS } from '../kernel/time.ts';
import { parseUrl } from '../kernel/url.ts';

/** Keeps the browser's refresh token out of reach of scripts and of other sites (security S7). */
export interface RefreshCookie {
  /** Adds the cookie's token to the input of the operations that exchange or clear it. Throws FORBIDDEN across origins. */
  readInto(
    spec: OperationSpec,
    input: Record<string, unknown>,
    request: FastifyRequest,
  ): Record<string, unknown>;
  /** Moves the token of a new session from the answer into the cookie, or removes the cookie. */
  writeFrom(spec: OperationSpec, input: unknown, answer: unknown, reply: FastifyReply): unknown;
  /** Removes the cookie after a refused exchange. */
  clear(reply: FastifyReply): void;
}

/** As long as a refresh token lives. */
const MAX_AGE_S = (7 * DAY_MS) / SECOND_MS;

/** Creates the cookie's handling (security S7). */
export function createRefreshCookie(config: Config): RefreshCookie {
  const isSecure = config.PUBLIC_URL.startsWith('https://');
  const name = nameRefreshCookie(config.PUBLIC_URL);
  const options = { path: '/', httpOnly: true, secure: isSecure, sameSite: 'strict' } as const;
  return {
    readInto(spec, input, request) {
      const token = request.cookies[name];
      const reads = spec.refreshCookie === 'exchange' || spec.refreshCookie === 'clear';
      if (!reads || token === undefined || input['refreshToken'] !== undefined) return input;
      if (!isSameOrigin(request, config))
        throw forbidden('The session cookie only works from our own pages', 'origin');
      return { ...input, refreshToken: token };
    },
    writeFrom(spec, input, answer, reply) {
      if (spec.refreshCookie === 'clear') reply.clearCookie(name, options);
      if (spec.refreshCookie === undefined || !wantsCookie(input) || !holdsToken(answer))
        return answer;
      reply.setCookie(name, answer.refreshToken, { ...options, maxAge: MAX_AGE_S });
      return { ...answer, refreshToken: null };
    },
    clear: (reply) => void reply.clearCookie(name, options),
  };
}

/**
 * Browsers give a host's cookies to all of its ports, so the name carries the port: otherwise two instances on one machine
 * would end each other's sessions. The `__Host-` prefix needs https, so plain local http does without.
 */
export function nameRefreshCookie(publicUrl: string): string {
  const { protocol, port } = new URL(publicUrl);
  const name = protocol === 'https:' ? '__Host-bw_refresh' : 'bw_refresh';
  return port === '' ? name : `${name}_${port}`;
}

function isSameOrigin(request: FastifyRequest, config: Config): boolean {
  const { origin, host } = request.headers;
  const url = origin === undefined ? null : parseUrl(origin);
  if (url === null) return false;
  return origin === config.PUBLIC_URL || (!config.isExposed && url.host === host);
}

function wantsCookie(input: unknown): boolean {
  return (input as { tokenDelivery?: unknown }).tokenDelivery === 'cookie';
}

function holdsToken(answer: unknown): answer is { refreshToken: string } {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    typeof (answer as { refreshToken?: unknown }).refreshToken === 'string'
  );
}
