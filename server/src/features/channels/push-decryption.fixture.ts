import { createDecipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from 'node:crypto';
import { createRequire } from 'node:module';

/** A browser as a push service's client: its keys, and what it reads of a message. */
export interface TestBrowser {
  keys: { p256dh: string; auth: string };
  /** Decrypts it with the library of the encoding's author. */
  readByLibrary(body: Buffer): string;
  /** Decrypts a message by RFC 8291 and RFC 8188; throws when it is not for this browser. */
  read(body: Buffer): string;
}

/** What `web-push` encrypts with has the other half, which nothing here uses. */
const library = createRequire(createRequire(import.meta.url).resolve('web-push'))('http_ece') as {
  decrypt(
    body: Buffer,
    options: { version: 'aes128gcm'; privateKey: ECDH; authSecret: string },
  ): Buffer;
};

const SALT_BYTES = 16;
const HEADER_BYTES = 21;
const TAG_BYTES = 16;

/** Makes a browser with keys of its own, or with given ones. */
export function createTestBrowser(given?: { privateKey: string; auth: string }): TestBrowser {
  const pair = createECDH('prime256v1');
  if (given === undefined) pair.generateKeys();
  else pair.setPrivateKey(Buffer.from(given.privateKey, 'base64url'));
  const publicKey = pair.getPublicKey();
  const auth = given === undefined ? randomBytes(16) : Buffer.from(given.auth, 'base64url');
  return {
    keys: { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') },
    readByLibrary: (body) =>
      library
        .decrypt(body, {
          version: 'aes128gcm',
          privateKey: pair,
          authSecret: auth.toString('base64url'),
        })
        .toString('utf8'),
    read: (body) => decrypt(body, { pair, publicKey, auth }),
  };
}

function decrypt(
  body: Buffer,
  { pair, publicKey, auth }: { pair: ECDH; publicKey: Buffer; auth: Buffer },
): string {
  const salt = body.subarray(0, SALT_BYTES);
  const keyLength = body.readUInt8(HEADER_BYTES - 1);
  const senderKey = body.subarray(HEADER_BYTES, HEADER_BYTES + keyLength);
  const encrypted = body.subarray(HEADER_BYTES + keyLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, senderKey]);
  const secret = Buffer.from(hkdfSync('sha256', pair.computeSecret(senderKey), auth, info, 32));
  const derive = (label: string, length: number) =>
    Buffer.from(
      hkdfSync('sha256', secret, salt, Buffer.from(`Content-Encoding: ${label}\0`), length),
    );
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  decipher.setAuthTag(encrypted.subarray(-TAG_BYTES));
  const padded = Buffer.concat([
    decipher.update(encrypted.subarray(0, -TAG_BYTES)),
    decipher.final(),
  ]);
  // The delimiter of the last record is 2; zeros may follow.
  const end = padded.lastIndexOf(2);
  return padded.subarray(0, end).toString('utf8');
}
