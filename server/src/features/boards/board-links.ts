import { createHash, randomBytes } from 'node:crypto';

/** Begins the secret of a board's link, so that the authenticator tells it from other credentials. */
const BOARD_LINK_PREFIX = 'bw_link_';
/** 256 bits (security S27). */
const SECRET_BYTES = 32;

/** A new secret of a link. */
export function createLinkToken(): string {
  return BOARD_LINK_PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
}

/** What is stored of it. */
export function hashLinkToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
