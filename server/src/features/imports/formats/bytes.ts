import type { OpenFile } from './draft.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface FileFacts {
  /** Bytes read; stops growing just above the limit it was asked for. */
  size: number;
  head: Buffer;
  isUtf8: boolean;
}

/** How much of a file is looked at to guess what it is. */
const HEAD_BYTES = 256 * 1024;

/** Reads the file once, in bounded memory, and says how large it is and whether all of it is UTF-8. */
export async function inspectBytes(open: OpenFile, maxBytes: number): Promise<FileFacts> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const head: Buffer[] = [];
  let size = 0;
  let isUtf8 = true;
  for await (const chunk of open() as AsyncIterable<Buffer>) {
    if (size < HEAD_BYTES) head.push(chunk);
    size += chunk.length;
    if (isUtf8) isUtf8 = isDecodable(decoder, chunk);
    if (size > maxBytes) break;
  }
  if (isUtf8) isUtf8 = isDecodable(decoder);
  return { size, head: Buffer.concat(head).subarray(0, HEAD_BYTES), isUtf8 };
}

function isDecodable(decoder: TextDecoder, chunk?: Buffer): boolean {
  try {
    if (chunk) decoder.decode(chunk, { stream: true });
    else decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** The encoding by its byte order mark, or by where zeros stand, or UTF-8 when all of it is; null for binary data. */
export function detectEncoding({ head, isUtf8 }: FileFacts): Encoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = countZeros(head.subarray(0, 4_096));
  const half = Math.min(head.length, 4_096) / 2;
  // Western text in UTF-16 without a mark: nearly every second byte is zero, on one side.
  if (zeros.odd > half * 0.6 && zeros.even < half * 0.05) return 'utf-16le';
  if (zeros.even > half * 0.6 && zeros.odd < half * 0.05) return 'utf-16be';
  if (head.includes(0)) return null;
  return isUtf8 ? 'utf-8' : 'windows-1252';
}

function countZeros(bytes: Buffer): { even: number; odd: number } {
  const zeros = { even: 0, odd: 0 };
  bytes.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2 === 0 ? 'even' : 'odd'] += 1;
  });
  return zeros;
}

/** The file as text, piece by piece, without its byte order mark. */
export async function* decodeFile(open: OpenFile, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of open() as AsyncIterable<Buffer>) {
    const text = decoder.decode(chunk, { stream: true });
    if (text) yield text;
  }
  const rest = decoder.decode();
  if (rest) yield rest;
}
