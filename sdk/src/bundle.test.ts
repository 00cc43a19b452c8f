import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Room to grow, yet far below what one schema would bring: zod alone is 95 kB. */
const MAX_BYTES = 30_000;

describe('SPEC E7: what a page loads with the client', () => {
  it('is the client and the table of routes, neither schemas nor packages', async () => {
    const { metafile, outputFiles } = await build({
      absWorkingDir: fromRoot(''),
      entryPoints: ['sdk/src/client.ts'],
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'neutral',
      alias: { '@boardwire/contract': fromRoot('contract/src') },
    });
    const inputs = Object.keys(metafile.inputs).filter((path) => !path.startsWith('sdk/src/'));
    expect(inputs.toSorted()).toEqual([
      'contract/src/errors.ts',
      'contract/src/generated/routes.ts',
    ]);
    expect(outputFiles[0]?.contents.byteLength).toBeLessThan(MAX_BYTES);
  });
});
