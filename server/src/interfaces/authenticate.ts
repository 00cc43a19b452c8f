import type { AccessEpochs } from '../platform/access-epochs.ts';
import type { Actor } from '../platform/actor.ts';
import { unauthorized } from '../platform/refusal.ts';
import type { AccessTokens } from '../platform/tokens.ts';

/** What authentication needs from the program. */
export interface AuthenticatorParts {
  tokens: AccessTokens;
  epochs: AccessEpochs;
  authenticateApiKey(key: string): Promise<Actor | null>;
  /** Takes the secret of a link that shows a board. */
  authenticateBoardLink?(token: string): Promise<Actor | null>;
  isSessionActive(sessionId: string): Promise<boolean>;
}

/** Tells who a request comes from, by its Authorization header. Throws UNAUTHORIZED for a credential that is not good. */
export type Authenticate = (authorization: string | undefined) => Promise<Actor>;

const API_KEY_PREFIX = 'bw_sk_';
const BOARD_LINK_PREFIX = 'bw_link_';
const BEARER = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i;

/** Creates the authenticator. An access token costs no query while this node's view of ended sessions is fresh. */
export function createAuthenticator(parts: AuthenticatorParts): Authenticate {
  return async (authorization) => {
    if (authorization === undefined) return { kind: 'anonymous' };
    const credential = BEARER.exec(authorization)?.[1];
    if (credential === undefined) {
      throw unauthorized(
        'The Authorization header is not "Bearer <token>"',
        'malformed_credential',
      );
    }
    const actor = await authenticateCredential(parts, credential);
    if (actor === null)
      throw unauthorized('The credential is invalid, expired or revoked', 'invalid_credential');
    return actor;
  };
}

async function authenticateCredential(
  parts: AuthenticatorParts,
  credential: string,
): Promise<Actor | null> {
  if (credential.startsWith(API_KEY_PREFIX)) return parts.authenticateApiKey(credential);
  if (credential.startsWith(BOARD_LINK_PREFIX))
    return parts.authenticateBoardLink?.(credential) ?? null;
  return authenticateToken(parts, credential);
}

async function authenticateToken(
  { tokens, epochs, isSessionActive }: AuthenticatorParts,
  token: string,
): Promise<Actor | null> {
  const claims = await tokens.verify(token);
  if (claims === null || epochs.isSessionEnded(claims.sessionId)) return null;
  if (!epochs.isFresh() && !(await isSessionActive(claims.sessionId))) return null;
  return { kind: 'user', userId: claims.userId, sessionId: claims.sessionId };
}
