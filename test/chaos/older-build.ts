import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { bundleServer as bundleNewer } from '../../scripts/lib/bundle.mjs';
import { reachable } from './delivery-builds.ts';

/** An older version of the program, built. */
export interface OlderBuild {
  commit: string;
  /** Its first line, as people know it. */
  title: string;
  main: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
/** From here on, versions know what a newer one may add beside them. */
const FIRST = 'b343509';
const USUAL = 'HEAD~20';
const WORKSPACES = ['contract', 'sdk', 'server', 'web'];
const ARCHIVE_BYTES_MAX = 512 * 1_024 * 1_024;

/** Builds the server of a commit in `.cache/older`, or takes the one that is there. Throws what the caller can act on. */
export async function buildOlder(ref?: string): Promise<OlderBuild> {
  const commit = chooseCommit(ref);
  const folder = join(root, '.cache', 'older', commit);
  const main = join(folder, 'server', 'dist', 'main.js');
  const marker = join(folder, '.built');
  if (!existsSync(marker)) {
    rmSync(folder, { recursive: true, force: true });
    unpack(commit, folder);
    install(folder);
    await bundle(folder);
    writeFileSync(marker, '');
  }
  return { commit, title: git('log', '-1', '--format=%h %s', commit), main };
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}

function chooseCommit(ref: string | undefined): string {
  if (ref === undefined) return git('rev-parse', isSince(USUAL) ? USUAL : FIRST);
  const { status, stdout } = spawnSync(
    'git',
    ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`--from ${ref}: there is no such commit here`);
  if (!isSince(ref))
    throw new Error(
      `--from ${ref}: older than ${FIRST}, the first version that works beside a newer one`,
    );
  return stdout.trim();
}

/** Whether it is the first version of those, or follows it. */
function isSince(ref: string): boolean {
  return spawnSync('git', ['merge-base', '--is-ancestor', FIRST, ref], { cwd: root }).status === 0;
}

function unpack(commit: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const archive = execFileSync('git', ['archive', '--format=tar', commit], {
    cwd: root,
    maxBuffer: ARCHIVE_BYTES_MAX,
  });
  execFileSync('tar', ['-x', '-f', '-', '-C', folder], { input: archive });
}

/** The same packages are linked, so that nothing is fetched; but workspaces are its own. */
function install(folder: string): void {
  const read = (place: string) => readFileSync(join(place, 'package-lock.json'), 'utf8');
  if (read(root) !== read(folder)) {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: 'inherit',
    });
    return;
  }
  linkEach(join(root, 'node_modules'), join(folder, 'node_modules'), '@boardwire');
  const own = join(folder, 'node_modules', '@boardwire');
  mkdirSync(own);
  for (const name of WORKSPACES) {
    symlinkSync(join(folder, name), join(own, name));
    const packages = join(root, name, 'node_modules');
    if (existsSync(packages)) linkEach(packages, join(folder, name, 'node_modules'), '@boardwire');
  }
}

function linkEach(from: string, to: string, except: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from))
    if (name !== except) symlinkSync(join(from, name), join(to, name));
}

/** With its own bundler, and our receivers of texts. */
async function bundle(folder: string): Promise<void> {
  const file = pathToFileURL(join(folder, 'scripts', 'lib', 'bundle.mjs')).href;
  const { bundleServer } = (await import(file)) as { bundleServer: typeof bundleNewer };
  await bundleServer({
    edit(text, path) {
      let edited = text;
      for (const { find, replace } of reachable.filter(({ file: name }) => path.endsWith(name)))
        edited = edited.replace(find, replace);
      return edited;
    },
  });
}
