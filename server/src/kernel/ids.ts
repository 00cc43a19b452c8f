import { randomBytes, randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Random bytes of one identifier. */
const ID_BYTES = 16;
/** Filled for many identifiers at a time: a call of the system for each is most of what an identifier costs. */
const pool = new Uint8Array(ID_BYTES * 256);
let used = pool.length;
/** Identifiers of one millisecond count up from a random number, so that all of this process sort by age. */
let lastMs = -Infinity;
let sequence = 0;

/** A fresh time-ordered identifier (UUID version 7, RFC 9562 section 5.7). */
export function createId(): string {
  const random = takeRandom();
  const nowMs = Date.now();
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = new DataView(random.buffer, random.byteOffset).getUint32(6) & 0x7fffffff;
  } else {
    sequence = (sequence + 1) | 0;
    if (sequence === 0) lastMs += 1;
  }
  return v7({ random, msecs: lastMs, seq: sequence });
}

function takeRandom(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.subarray(used - ID_BYTES, used);
}

/** A fresh random secret of `bytes` bytes as base64url without padding; 32 bytes by default. */
export function createSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
