import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rewriteModuleUrls } from './bundle.mjs';
import { fromRoot } from './paths.mjs';

const source = `console.log(JSON.stringify([
  new URL('../../migrations', import.meta.url).href, import.meta.dirname, import.meta.filename,
]));`;

describe('import.meta in the bundle', () => {
  it('means the place of the source file', () => {
    const home = mkdtempSync(join(tmpdir(), 'boardwire-bundle-'));
    mkdirSync(join(home, 'dist'));
    const text = rewriteModuleUrls(source, fromRoot('server', 'src', 'platform', 'files.ts'));
    writeFileSync(join(home, 'dist', 'main.mjs'), text);
    const run = spawnSync(process.execPath, [join(home, 'dist', 'main.mjs')], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const [url, dirname, filename] = JSON.parse(run.stdout) as [string, string, string];
    expect(url).toBe(pathToFileURL(join(home, 'migrations')).href);
    expect(filename).toBe(join(home, 'src', 'platform', 'files.ts'));
    expect(dirname.replace(/[/\\]$/, '')).toBe(join(home, 'src', 'platform'));
    rmSync(home, { recursive: true });
  });

  it('leaves words that only look alike', () => {
    const text = 'const a = import.meta.urls; const b = ximport.meta.url;';
    expect(rewriteModuleUrls(text, fromRoot('server', 'src', 'main.ts'))).toBe(text);
  });
});
