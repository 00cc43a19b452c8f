import { createHash } from 'node:crypto';
import { jwtVerify, SignJWT, errors as joseErrors } from 'jose';
import { LRUCache } from 'lru-cache';
import type { InstanceKeys } from './instance-keys.ts';
import { MINUTE_MS, SECOND_MS } from '../kernel/time.ts';

/** What an access token says: who, and in which session. Roles are never in it (security S8). */
export interface AccessClaims {
  userId: string;
  sessionId: string;
  expiresAtMs: number;
}

/** Signs and verifies access tokens without the database. */
export interface AccessTokens {
  sign(userId: string, sessionId: string): Promise<{ token: string; expiresAt: string }>;
  /** The claims of a valid token, or null. */
  verify(token: string): Promise<AccessClaims | null>;
}

/** RFC 9068 section 2.1. */
const TOKEN_TYPE = 'at+jwt';
const ALGORITHM = 'EdDSA';
const AUDIENCE = 'boardwire-api';
/** Life of an access token (security S8). */
const LIFETIME_MS = 15 * MINUTE_MS;
const MAX_REMEMBERED = 20_000;

/** Creates the signer and verifier; `issuer` is the instance's public URL. */
export function createAccessTokens(keys: InstanceKeys['signing'], issuer: string): AccessTokens {
  const verified = new LRUCache<string, AccessClaims>({ max: MAX_REMEMBERED });
  return {
    async sign(userId, sessionId) {
      const expiresAtS = Math.floor((Date.now() + LIFETIME_MS) / SECOND_MS);
      const token = await new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: ALGORITHM, typ: TOKEN_TYPE })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(userId)
        .setIssuedAt()
        .setExpirationTime(expiresAtS)
        .sign(keys.privateKey);
      return { token, expiresAt: new Date(expiresAtS * SECOND_MS).toISOString() };
    },
    async verify(token) {
      const digest = createHash('sha256').update(token).digest('base64');
      const claims = verified.get(digest) ?? (await verifySignature(token, keys, issuer));
      if (claims === null || claims.expiresAtMs <= Date.now()) return null;
      verified.set(digest, claims);
      return claims;
    },
  };
}

async function verifySignature(
  token: string,
  keys: InstanceKeys['signing'],
  issuer: string,
): Promise<AccessClaims | null> {
  try {
    const { payload } = await jwtVerify(token, keys.publicKey, {
      algorithms: [ALGORITHM],
      typ: TOKEN_TYPE,
      issuer,
      audience: AUDIENCE,
      requiredClaims: ['sub', 'sid', 'exp', 'iat'],
    });
    const { sub, sid, exp } = payload;
    if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number') return null;
    return { userId: sub, sessionId: sid, expiresAtMs: exp * SECOND_MS };
  } catch (error) {
    if (error instanceof joseErrors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}
