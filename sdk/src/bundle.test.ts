import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Room to grow, yet far below what one schema would bring: zod alone is 95 kB. */
const MAX_CLIENT_BYTES = 40_000;
const MAX_LIVE_BYTES = 110_000;

/** What a page loads with an entry of the SDK: files outside of it, and bytes before compression. */
async function bundle(entry: string): Promise<{ inputs: string[]; bytes: number }> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: fromRoot(''),
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    alias: { '@boardwire/contract': fromRoot('contract/src') },
  });
  const inputs = Object.keys(metafile.inputs).filter((path) => !path.startsWith('sdk/src/'));
  return { inputs: inputs.toSorted(), bytes: outputFiles[0]?.contents.byteLength ?? Infinity };
}

describe('SPEC E7: what a page loads', () => {
  it('with the client: the client and the table of routes, neither schemas nor packages', async () => {
    const { inputs, bytes } = await bundle('sdk/src/client.ts');
    expect(inputs).toEqual(['contract/src/errors.ts', 'contract/src/generated/routes.ts']);
    expect(bytes).toBeLessThan(MAX_CLIENT_BYTES);
  });

  it('with live boards: the reducer and three packages, no schemas', async () => {
    const { inputs, bytes } = await bundle('sdk/src/live.ts');
    expect(inputs.filter((path) => path.startsWith('contract/'))).toEqual([
      'contract/src/board-state.ts',
      'contract/src/live-limits.ts',
    ]);
    expect(inputs.filter((path) => path.includes('node_modules/zod/'))).toEqual([]);
    expect(bytes).toBeLessThan(MAX_LIVE_BYTES);
  });
});
