import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A fresh time-ordered identifier (UUID version 7, RFC 9562 section 5.7). */
export function createId(): string {
  return v7();
}

/** Digits of the time at the head of an identifier: 48 bits. */
const TIME_DIGITS = 12;

/**
 * A fresh identifier that comes after `other`, also where the clock of whoever made that one was ahead of ours: a
 * millisecond later then (UUID version 7).
 */
export function createIdAfter(other: string): string {
  const id = createId();
  if (id > other) return id;
  const otherMs = Number.parseInt(other.replaceAll('-', '').slice(0, TIME_DIGITS), 16);
  return v7({ msecs: otherMs + 1 });
}

/** A fresh random secret of `bytes` bytes as base64url without padding; 32 bytes by default. */
export function createSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
