import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** Encrypts secrets at rest with AES-256-GCM, each bound to the place it belongs to (security S15). */
export interface Sealer {
  /** Encrypts `text`; `place` names table, field and row, and must be the same when opening. */
  seal(text: string, place: string): string;
  /** Decrypts; throws SealError for another key, another place or changed bytes. */
  open(sealed: string, place: string): string;
  /** 32 bytes that are the same for the same text, and tell nothing of it without the key. */
  fingerprint(text: string): Buffer;
}

/** A sealed value that this key cannot open. */
export class SealError extends Error {}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION_PREFIX = 'v1.';

/** Creates a sealer for a 32-byte key. */
export function createSealer(key: Buffer): Sealer {
  // A key of its own: one key serves one algorithm.
  const fingerprintKey = createHmac('sha256', key).update('boardwire fingerprint').digest();
  return {
    fingerprint: (text) => createHmac('sha256', fingerprintKey).update(text).digest(),
    seal(text, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return VERSION_PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed, place) {
      try {
        if (!sealed.startsWith(VERSION_PREFIX)) throw new Error('unknown version');
        const bytes = Buffer.from(sealed.slice(VERSION_PREFIX.length), 'base64');
        const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        })
          .setAAD(Buffer.from(place))
          .setAuthTag(tag);
        return (
          decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') +
          decipher.final('utf8')
        );
      } catch (cause) {
        throw new SealError(
          `cannot open the secret at ${place}: the key differs from the one that sealed it`,
          { cause },
        );
      }
    },
  };
}
