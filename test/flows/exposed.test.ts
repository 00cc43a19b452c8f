import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildProgram,
  killLeftPrograms,
  startProgramProcess,
  type ProgramProcess,
} from '../chaos/program-process.ts';
import { createTestDatabase, type TestDatabase } from '../harness/postgres.ts';
import { findFreePort } from '../harness/server.ts';
import { environmentOf } from './run-command.ts';

let main: string;
let folder: string;
let database: TestDatabase;
let port: string;
beforeAll(async () => {
  main = await buildProgram();
  folder = mkdtempSync(join(tmpdir(), 'boardwire-exposed-'));
  database = await createTestDatabase();
  port = String(await findFreePort());
}, 180_000);
afterAll(async () => {
  killLeftPrograms();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** An instance behind a proxy that speaks https. */
const start = (): Promise<ProgramProcess> =>
  startProgramProcess(
    main,
    environmentOf({
      DATABASE_URL: database.appUrl,
      DATABASE_ADMIN_URL: database.adminUrl,
      BOARDWIRE_DATA: folder,
      PORT: port,
      PUBLIC_URL: 'https://boards.example.com',
    }),
  );

async function stop(program: ProgramProcess): Promise<void> {
  program.signal('SIGTERM');
  expect(await program.exited).toBe(0);
}

function readCode(program: ProgramProcess): string | null {
  const found = /set-up code for the first account: (\S+) \(valid for 24 hours\)/.exec(
    program.output(),
  );
  return found?.[1] ?? null;
}

let people = 0;
async function register(setupCode?: string) {
  people += 1;
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: `person-${people}@example.test`,
      name: 'Olga',
      password: 'violet ladder quiet harbour',
      ...(setupCode === undefined ? {} : { setupCode }),
    }),
  });
  const body = (await answer.json()) as {
    data?: { account: { isInstanceOwner: boolean } };
    error?: { code: string; details: { reason: string } };
  };
  return { status: answer.status, isOwner: body.data?.account.isInstanceOwner, error: body.error };
}

describe('security S3: the first account of an exposed instance', () => {
  it('needs the code that the console shows; it works once, and is shown no more', async () => {
    const program = await start();
    const code = readCode(program) ?? '';
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(program.output()).toContain('ready https://boards.example.com\n');

    const refused = {
      status: 403,
      error: { code: 'FORBIDDEN', details: { reason: 'setup_code' } },
    };
    expect(await register()).toMatchObject(refused);
    expect(await register('00000-00000-00000-00000-00000')).toMatchObject(refused);
    expect(await register(code)).toMatchObject({ status: 200, isOwner: true });
    expect(await register(code)).toMatchObject({
      status: 403,
      error: { details: { reason: 'sign_up_by_invitation' } },
    });
    await stop(program);

    const again = await start();
    expect(readCode(again)).toBe(null);
    await stop(again);
  });
});
