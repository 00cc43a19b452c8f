import { importPKCS8, SignJWT } from 'jose';
import { z } from 'zod';
import { SECOND_MS } from '../../kernel/time.ts';
import type { Egress } from '../egress/egress.ts';
import type { EgressAnswer, EgressResult } from '../egress/result.ts';

/** The file that Google gives for a service account, as far as it is read. */
export const serviceAccount = z.object({
  project_id: z.string().regex(/^[a-z0-9:.-]{1,100}$/i),
  client_email: z.string().min(3),
  private_key: z.string().includes('PRIVATE KEY'),
  token_uri: z.url().default('https://oauth2.googleapis.com/token'),
});
export type ServiceAccount = z.output<typeof serviceAccount>;

/** A token, or the answer that came instead. */
export type TokenResult = { ok: true; token: string } | { ok: false; result: EgressResult };

/** Access tokens of a service account; one is used until shortly before its end. */
export interface GoogleTokens {
  get(): Promise<TokenResult>;
  /** The token was not accepted: the next call asks for another. */
  drop(): void;
}

/** What a token is asked for, seconds: the longest that Google gives. */
const LIFETIME_S = 3_600;
/** A token that ends within this time might end on its way. */
const RESERVE_MS = 60 * SECOND_MS;
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
});

/** Creates the tokens of an account for a scope (RFC 7523). */
export function createGoogleTokens({
  account,
  scope,
  egress,
}: {
  account: ServiceAccount;
  scope: string;
  egress: Pick<Egress, 'call'>;
}): GoogleTokens {
  let held: { token: string; untilMs: number } | null = null;
  let asking: Promise<TokenResult> | null = null;
  const ask = async (): Promise<TokenResult> => {
    const result = await egress.call(await createRequest(account, scope));
    const granted = result.ok && result.status === 200 ? readToken(result) : null;
    if (granted === null) return { ok: false, result };
    held = {
      token: granted.access_token,
      untilMs: performance.now() + granted.expires_in * SECOND_MS - RESERVE_MS,
    };
    return { ok: true, token: held.token };
  };
  return {
    async get() {
      if (held !== null && performance.now() < held.untilMs) return { ok: true, token: held.token };
      asking ??= ask().finally(() => (asking = null));
      return asking;
    },
    drop: () => (held = null),
  };
}

async function createRequest(account: ServiceAccount, scope: string) {
  const assertion = await new SignJWT({ scope })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(account.client_email)
    .setAudience(account.token_uri)
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_S} s`)
    .sign(await importPKCS8(account.private_key, 'RS256'));
  return {
    target: 'google_token',
    trust: 'operator',
    url: account.token_uri,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: GRANT, assertion }).toString(),
    // A token more does nobody any harm.
    effect: 'repeatable',
    timeoutMs: 5 * SECOND_MS,
  } as const;
}

function readToken({ body }: EgressAnswer) {
  try {
    return tokenAnswer.parse(JSON.parse(Buffer.from(body).toString('utf8')));
  } catch {
    return null;
  }
}
