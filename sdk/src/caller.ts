import type { OperationName } from '@boardwire/contract/catalogue';
import { routes } from '@boardwire/contract/generated/routes';
import type { Route } from '@boardwire/contract/route';
import { startDeadline } from './deadline.ts';
import { createUuid } from './identifiers.ts';
import type { CallOptions } from './operations.ts';
import type { Settings } from './options.ts';
import { prepareRequest } from './request.ts';
import type { Failure, Result } from './result.ts';
import { fail } from './transport.ts';
import type { Exchange, Send } from './transport.ts';

/** Does something with a call that is ready to be sent. */
export type Use = (exchange: Exchange) => Promise<Result<unknown>>;

/** The route of an operation; throws a TypeError for a name that is none. */
export function findRoute(name: string): Route {
  if (!Object.hasOwn(routes, name)) throw new TypeError(`There is no operation ${name}`);
  return routes[name as OperationName];
}

/** Readies a call, hands it to `use` and keeps its time; a caller who gives up is answered at once. */
export async function withExchange(
  settings: Settings,
  name: string,
  input: object,
  options: CallOptions,
  use: Use,
): Promise<Result<unknown>> {
  const route = findRoute(name);
  const requestId = createUuid();
  const prepared = prepareRequest(settings.apiUrl, route, input);
  if (!prepared.ok) return refuseInput(prepared.fields, requestId);
  const idempotencyKey = chooseIdempotencyKey(route, options);
  const deadline = startDeadline(options.timeoutMs ?? settings.timeoutMs, options.signal);
  const { request } = prepared;
  try {
    const exchange = { route, request, requestId, idempotencyKey, deadline };
    const result = await deadline.race(use(exchange));
    return result ?? fail(deadline.interruption() ?? 'ABORTED', requestId);
  } finally {
    deadline.dispose();
  }
}

/** Asks for new tokens. */
export function sendRefresh(settings: Settings, send: Send, refreshToken: string | undefined) {
  const input = { tokenDelivery: settings.tokenDelivery, refreshToken };
  return withExchange(settings, 'authentication.refresh', input, {}, (exchange) =>
    send(exchange, undefined),
  );
}

/**
 * Reading has no effect that could happen twice. Exchanging and clearing the cookie bring another cookie to their
 * repetition, which the server would take for another request under the same key; they are harmless by themselves:
 * a spent token gets the same successor for ten seconds (security S8).
 */
function chooseIdempotencyKey(route: Route, options: CallOptions): string | undefined {
  const needsNone =
    route.method === 'GET' || ['exchange', 'clear'].includes(route.refreshCookie ?? '');
  return options.idempotencyKey ?? (needsNone ? undefined : createUuid());
}

function refuseInput(fields: { path: string; message: string }[], requestId: string): Failure {
  const message = fields.map((field) => `${field.path}: ${field.message}`).join('; ');
  return {
    ok: false,
    error: { code: 'VALIDATION_ERROR', message, details: { fields }, requestId, status: 0 },
  };
}
