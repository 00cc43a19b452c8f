import { createHash } from 'node:crypto';

/** What is stored of a random secret; 256 random bits need neither salt nor a slow hash. */
export function hashToken(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
