import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient } from '@boardwire/sdk/client';
import type { StoredTokens } from '@boardwire/sdk/options';
import type { Result } from '@boardwire/sdk/result';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../harness/server.ts';
import type { TestServer } from '../harness/server.ts';

const run = promisify(execFile);
const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const password = 'seven quiet geese keep a lighthouse';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

function dataOf<Data>(result: Result<Data>): Data {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data;
}

let people = 0;

/** A client with a session of its own. */
async function signUp(name = 'Ada') {
  const email = `sdk-${(people += 1)}@example.test`;
  const stored: (StoredTokens | null)[] = [];
  const client = createClient({
    baseUrl: server.url,
    onTokens: (tokens) => void stored.push(tokens),
  });
  dataOf(await client.authentication.register({ email, password, name }));
  return { client, email, stored };
}

describe('SPEC E7: the client and the real server', () => {
  it('signs up, creates, lists, downloads and logs out', async () => {
    const { client, email } = await signUp();
    expect(client.session.get()).toMatchObject({ status: 'signedIn', account: { email } });
    const { id: organizationId } = dataOf(await client.organizations.create({ name: 'Acme' }));
    const found = await client.organizations.get({ organizationId });
    expect(dataOf(found)).toMatchObject({ name: 'Acme', role: { key: 'owner' } });
    expect(found.ok && found.rateLimit?.limit).toBeGreaterThan(0);
    const file = dataOf(await client.audit.export({ organizationId, format: 'json' }));
    expect(file.contentType).toContain('json');
    expect(file.fileName).toMatch(/\.json$/);
    expect(dataOf(await client.authentication.logOut())).toEqual({ done: true });
    expect(client.session.get()).toEqual({ status: 'signedOut' });
    expect(await client.accounts.get()).toMatchObject({
      ok: false,
      error: { code: 'UNAUTHORIZED', status: 401 },
    });
  });

  it('names the fields of a refused input, and the request in the log', async () => {
    const { client } = await signUp();
    const result = await client.organizations.create({ name: '  ' });
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'VALIDATION_ERROR', status: 400, details: { fields: [{ path: 'name' }] } },
    });
    expect(!result.ok && result.error.requestId).toMatch(/^[\da-f-]{36}$/);
  });

  it('refreshes once for 20 calls with a token that is no longer good, and stores the new pair', async () => {
    const { stored } = await signUp();
    const refreshToken = stored[0]?.refreshToken ?? '';
    const next: (StoredTokens | null)[] = [];
    let refreshes = 0;
    const client = createClient({
      baseUrl: server.url,
      accessToken: 'expired',
      refreshToken,
      onTokens: (tokens) => void next.push(tokens),
      fetch: (input, init) => {
        if (new Request(input).url.endsWith('/auth/refresh')) refreshes += 1;
        return fetch(input, init);
      },
    });
    const results = await Promise.all(Array.from({ length: 20 }, () => client.accounts.get()));
    expect(results.filter((result) => result.ok)).toHaveLength(20);
    expect(refreshes).toBe(1);
    expect(next).toHaveLength(1);
    expect(next[0]?.refreshToken).not.toBe(refreshToken);
  });

  it('creates once when the answer is lost on its way and the call is repeated (reliability R2)', async () => {
    const { stored } = await signUp();
    let sent = 0;
    const client = createClient({
      baseUrl: server.url,
      accessToken: stored[0]?.accessToken ?? '',
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        sent += 1;
        if (sent === 1) throw new TypeError('the connection broke');
        return response;
      },
    });
    const created = dataOf(await client.organizations.create({ name: 'Once' }));
    const listed = dataOf(await client.organizations.list());
    expect(sent).toBe(3);
    expect(listed.map(({ id }) => id)).toEqual([created.id]);
  });

  it('reads a list page by page to its end', async () => {
    const { client } = await signUp();
    const names = ['One', 'Two', 'Three'];
    for (const name of names) dataOf(await client.organizations.create({ name }));
    const actions: string[] = [];
    for await (const page of client.pages('audit.listOwn', { limit: 1 })) {
      const { items } = dataOf(page);
      expect(items.length).toBeLessThanOrEqual(1);
      actions.push(...items.map(({ id }) => id));
    }
    expect(actions.length).toBeGreaterThan(0);
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('learns that its session was ended elsewhere', async () => {
    const { client, email } = await signUp();
    const other = createClient({ baseUrl: server.url });
    dataOf(await other.authentication.logIn({ email, password }));
    dataOf(await other.sessions.revokeOthers());
    await expect
      .poll(() => client.accounts.get(), { timeout: 10_000 })
      .toMatchObject({ ok: false, error: { code: 'UNAUTHORIZED' } });
    expect(client.session.get()).toEqual({ status: 'ended', reason: 'refused' });
  });
});

describe('SPEC E7: the package for programs outside', () => {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-sdk-'));
  const readme = readFileSync(fromRoot('sdk/README.md'), 'utf8');
  const [example = '', liveExample = ''] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(
    ([, code = '']) => code,
  );

  beforeAll(async () => {
    await run(process.execPath, [
      fromRoot('sdk/build.mjs'),
      join(folder, 'node_modules/@boardwire/sdk'),
    ]);
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function typecheck(code: string): Promise<string> {
    const file = join(folder, 'src/program.ts');
    writeFileSync(file, code);
    const compiler = fromRoot('node_modules/typescript-7/bin/tsc');
    const options = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--lib',
      'es2022,dom',
    ];
    const types = ['--typeRoots', fromRoot('node_modules/@types'), '--types', 'node'];
    return run(process.execPath, [compiler, ...options, ...types, file]).then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    );
  }

  it('brings its licence, and names it', () => {
    const inPackage = (file: string) =>
      readFileSync(join(folder, 'node_modules/@boardwire/sdk', file), 'utf8');
    expect(inPackage('LICENSE')).toBe(readFileSync(fromRoot('LICENSE'), 'utf8'));
    expect(JSON.parse(inPackage('package.json'))).toMatchObject({
      license: 'Apache-2.0',
      engines: { node: '>=20' },
    });
  });

  it('compiles the README’s example without anything else installed, and refuses what is wrong', async () => {
    expect(example.split('\n').length).toBeLessThan(30);
    expect(await typecheck(example)).toBe('');
    const wrong = example.replace('member.role.name', 'member.role.salary');
    expect(await typecheck(wrong)).toContain("Property 'salary' does not exist");
    expect(await typecheck(example.replace('{ organizationId }', '{}'))).toContain(
      'organizationId',
    );
  });

  it('runs the README’s example against the server with an API key', async () => {
    const { client } = await signUp('Grace');
    const { id: organizationId } = dataOf(await client.organizations.create({ name: 'Navy' }));
    const scopes = ['organization:read', 'members:read'] as const;
    const key = dataOf(
      await client.apiKeys.create({ organizationId, name: 'Example', scopes: [...scopes] }),
    );
    const file = join(folder, 'src/example.js');
    writeFileSync(file, (await transform(example, { loader: 'ts' })).code);
    const env = { ...process.env, BOARDWIRE_URL: server.url, BOARDWIRE_API_KEY: key.secret };
    const { stdout } = await run(process.execPath, [file], { env });
    expect(stdout).toBe('# Navy\nGrace, Owner\n');
  });

  it('compiles the README’s live example, and runs it on a board', async () => {
    expect(liveExample.split('\n').length).toBeLessThan(28);
    expect(await typecheck(liveExample)).toBe('');
    const wrong = liveExample.replace("values['title']", "value['title']");
    expect(await typecheck(wrong)).toContain("Property 'value' does not exist");
    const { client } = await signUp('Lin');
    const { id: organizationId } = dataOf(await client.organizations.create({ name: 'Garden' }));
    const { id: workspaceId } = dataOf(
      await client.workspaces.create({ organizationId, name: 'House' }),
    );
    const board = dataOf(await client.boards.create({ workspaceId, name: 'Plants' }));
    const scopes = ['organization:read', 'board:read', 'item:write'] as const;
    const key = dataOf(
      await client.apiKeys.create({ organizationId, name: 'Bot', scopes: [...scopes] }),
    );
    for (const name of ['socket.io-client', 'idb', 'fractional-indexing'])
      symlinkSync(fromRoot(`node_modules/${name}`), join(folder, 'node_modules', name));
    const file = join(folder, 'src/live-example.js');
    writeFileSync(file, (await transform(liveExample, { loader: 'ts' })).code);
    const env = { ...process.env, BOARDWIRE_URL: server.url, BOARDWIRE_API_KEY: key.secret };
    const { stdout } = await run(process.execPath, [file], {
      env: { ...env, BOARDWIRE_BOARD: board.id },
    });
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining(['Water the plants', 'Water all plants', 'done']),
    );
    const { items } = dataOf(await client.items.list({ boardId: board.id }));
    expect(items.map(({ values }) => values['title'])).toEqual(['Water all plants']);
  });
});
