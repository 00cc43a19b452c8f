import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { closeGzip, closePlain, compressStart } from './gzip-parts.ts';

describe('live L7: one compressed beginning, many endings', () => {
  it.each(['', 'short ✓', 'long '.repeat(50_000)])(
    'live L7: is one valid gzip file and the same plain text (%#)',
    async (text) => {
      const start = await compressStart(text);
      for (const ending of ['}', '"people":["Ada ✓"]}', 'x'.repeat(100_000)]) {
        // Checks the checksum and the length of the trailer, too.
        expect(gunzipSync(closeGzip(start, ending)).toString()).toBe(text + ending);
        expect((await closePlain(start, ending)).toString()).toBe(text + ending);
      }
    },
  );
});
