import type { Session } from '@boardwire/contract/authentication';
import { findRoute } from './caller.ts';
import type { Settings } from './options.ts';
import type { Renewal } from './renewal.ts';
import type { Result } from './result.ts';
import type { Tabs } from './tabs.ts';
import type { Exchange, Send } from './transport.ts';
import type { Vault } from './vault.ts';

/** What a call needs to look after the session. */
export interface SessionParts {
  settings: Settings;
  send: Send;
  vault: Vault;
  renewal: Renewal;
  tabs: Tabs;
  apiKey: string | undefined;
}

/** Adds what the client knows to the input: where tokens go, and which refresh token is meant. */
export function completeInput(
  { settings, vault }: SessionParts,
  name: string,
  input: object,
): object {
  const { refreshCookie } = findRoute(name);
  if (refreshCookie === undefined) return input;
  const { tokenDelivery } = settings;
  const refreshToken = vault.refreshToken();
  const reads = refreshCookie !== 'set' && refreshToken !== undefined;
  return {
    ...(refreshCookie !== 'clear' && { tokenDelivery }),
    ...(reads && { refreshToken }),
    ...input,
  };
}

/** Sends a call with the session's token, renews that once when it is refused, and follows log-ins and log-outs. */
export async function sendInSession(
  parts: SessionParts,
  exchange: Exchange,
): Promise<Result<unknown>> {
  const result = await sendAuthorized(parts, exchange);
  const { refreshCookie } = exchange.route;
  if (result.ok && refreshCookie !== undefined && isSession(result.data)) {
    await parts.vault.adopt(result.data);
  }
  if (refreshCookie === 'clear' && (result.ok || result.error.code === 'UNAUTHORIZED')) {
    await parts.vault.forget();
    parts.tabs.tellSignedOut();
  }
  return result;
}

async function sendAuthorized(parts: SessionParts, exchange: Exchange): Promise<Result<unknown>> {
  const { send, vault, renewal, apiKey } = parts;
  if (apiKey !== undefined) return sendWithApiKey(parts, exchange, apiKey);
  if (exchange.route.public) return sendPublic(parts, exchange);
  const prepared = await renewal.renewIfDue();
  const token = vault.accessToken();
  // While the server is silent about a new token, the present one may still do.
  if (prepared.kind === 'unknown' && token === undefined) return prepared.failure;
  const result = await send(exchange, token);
  if (result.ok || result.error.code !== 'UNAUTHORIZED') return result;
  const renewed = await renewal.replace(token);
  if (renewed.kind === 'unknown') return renewed.failure;
  return renewed.kind === 'renewed' ? send(exchange, vault.accessToken()) : result;
}

/** Public operations answer without a credential, some of them more with one. */
async function sendPublic({ send, vault, renewal }: SessionParts, exchange: Exchange) {
  const { refreshCookie } = exchange.route;
  if (refreshCookie === 'set' || refreshCookie === 'exchange') return send(exchange, undefined);
  if (refreshCookie === undefined && vault.accessToken() !== undefined) await renewal.renewIfDue();
  return send(exchange, vault.accessToken());
}

async function sendWithApiKey({ send, vault }: SessionParts, exchange: Exchange, apiKey: string) {
  const result = await send(exchange, apiKey);
  if (!result.ok && result.error.code === 'UNAUTHORIZED') await vault.end('refused');
  return result;
}

function isSession(data: unknown): data is Session {
  return typeof data === 'object' && data !== null && 'accessToken' in data;
}
