import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A fresh key: what its owner sees once, and what is stored. */
export interface NewKey {
  /** `bw_sk_<id>_<secret><checksum>`. */
  key: string;
  /** `bw_sk_<id>`: names the key without giving it away. */
  prefix: string;
  secretHash: Buffer;
}

/** A key that is well-formed; whether it exists is another question. */
export interface ParsedKey {
  prefix: string;
  secretHash: Buffer;
}

const MARK = 'bw_sk_';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 71 bits: two keys of an instance never meet. */
const ID_LENGTH = 12;
/** 256 bits. */
const SECRET_LENGTH = 43;
/** 62 ** 6 holds 32 bits. */
const CHECKSUM_LENGTH = 6;

const FORMAT = new RegExp(
  `^(${MARK}[0-9A-Za-z]{${ID_LENGTH}})_([0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`,
);

/** Makes a key (security S9). */
export function createKey(): NewKey {
  const prefix = MARK + randomText(ID_LENGTH);
  const secret = randomText(SECRET_LENGTH);
  return {
    key: `${prefix}_${secret}${checksumOf(prefix, secret)}`,
    prefix,
    secretHash: hashSecret(secret),
  };
}

/** Takes a key apart; null for anything mistyped, which then costs no query. */
export function parseKey(key: string): ParsedKey | null {
  const [, prefix, secret, checksum] = FORMAT.exec(key) ?? [];
  if (prefix === undefined || secret === undefined || checksum !== checksumOf(prefix, secret))
    return null;
  return { prefix, secretHash: hashSecret(secret) };
}

/** The secret is random, so one round of SHA-256 is enough. */
function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** CRC-32 in base 62. It catches slips, not attacks. */
function checksumOf(prefix: string, secret: string): string {
  let rest = crc32(`${prefix}_${secret}`);
  let text = '';
  for (let position = 0; position < CHECKSUM_LENGTH; position += 1) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}
