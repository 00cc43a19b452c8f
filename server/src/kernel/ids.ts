import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A fresh time-ordered identifier (UUID version 7, RFC 9562 section 5.7). */
export function createId(): string {
  return v7();
}

/** A fresh random secret of `bytes` bytes as base64url without padding; 32 bytes by default. */
export function createSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
