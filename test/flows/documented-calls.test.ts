import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FarSide } from '../../server/src/features/channels/far-side.fixture.ts';
import { createOrganization, registerPerson, type Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { post } from './seed.fixture.ts';
import { openEgress, startReceiver } from './webhooks-scene.fixture.ts';

/** `--json` came with 7.82. */
const CURL_MIN = [7, 82] as const;

function hasCurl(): boolean {
  try {
    const version = execFileSync('curl', ['--version']).toString();
    const [, major = 0, minor = 0] = /curl (\d+)\.(\d+)/.exec(version)?.map(Number) ?? [];
    return major > CURL_MIN[0] || (major === CURL_MIN[0] && minor >= CURL_MIN[1]);
  } catch {
    return false;
  }
}

function readPage(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The commands of a page that call the API, one script. */
function listCommands(page: string): string {
  const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block ?? '');
  return blocks
    .filter((block) => block.includes('/api/v1/') || block.includes('$ENDPOINT'))
    .join('\n');
}

/** What a command answers that succeeds; any other ends the script. */
const PRELUDE = `set -euo pipefail
curl() { command curl --silent --show-error --fail-with-body "$@"; echo; }
`;

const MAIL_RECEIPTS_TOKEN = 'receipts-0123456789-0123456789-0123456789';
/** A mail server's word on a mail that it could not deliver (RFC 3464). */
const BOUNCE = `From: MAILER-DAEMON@mail.example.com
To: bounces@example.com
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com

Final-Recipient: rfc822; nobody@example.com
Action: failed
Status: 5.1.1

--b--
`.replaceAll('\n', '\r\n');

describe.skipIf(!hasCurl())('calls in the documentation work as they stand there', () => {
  let server: TestServer;
  let owner: Person;
  let organizationId: string;
  let key: string;
  let receiver: FarSide;
  let folder: string;

  beforeAll(async () => {
    receiver = await startReceiver();
    server = await startTestServer({ ...openEgress, MAIL_RECEIPTS_TOKEN });
    folder = mkdtempSync(join(tmpdir(), 'boardwire-docs-'));
    writeFileSync(join(folder, 'bounce.eml'), BOUNCE);
    owner = await registerPerson(server);
    organizationId = await createOrganization(server, owner);
    const scopes = [
      'organization:read',
      'notifications:send',
      'notifications:manage',
      'webhooks:manage',
    ];
    const path = `/organizations/${organizationId}/api-keys`;
    key = (await post(server, owner.token, path, { name: 'Docs', scopes })).secret;
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await receiver?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the commands; answers what each of them was answered. */
  const run = async (commands: string, own: Record<string, string> = {}) => {
    const { stdout } = await promisify(execFile)('bash', ['-c', PRELUDE + commands], {
      cwd: folder,
      env: {
        ...process.env,
        MAIL_RECEIPTS_TOKEN,
        ACCESS_TOKEN: owner.token,
        URL: server.url,
        BOARDWIRE_API_KEY: key,
        ORGANIZATION_ID: organizationId,
        USER_ID: owner.userId,
        ...own,
      },
    });
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { success: boolean; data: Record<string, unknown> });
  };

  it('SPEC D1: docs/notifications.md: one, many, later, cancelled, why, dead letters, pauses, templates', async () => {
    const answers = await run(listCommands(readPage('docs/notifications.md')));
    expect(answers.length).toBeGreaterThan(11);
    expect(answers.every(({ success }) => success)).toBe(true);
    expect(answers[0]?.data).toMatchObject({ state: 'queued' });
    expect(answers.some(({ data }) => data['isFanOutStopped'] !== undefined)).toBe(true);
  });

  it('SPEC E3: docs/webhooks.md: an endpoint is added, tested, looked at and counted for a replay', async () => {
    const url = `${receiver.url}/hook`;
    const body = { organizationId, name: 'Sales', url };
    const { id } = await post(server, owner.token, '/webhooks/endpoints', body);
    const commands = listCommands(readPage('docs/webhooks.md'));
    const here = commands.replace('https://billing.example.com/boardwire', url);
    const [added, ...others] = await run(here, { ENDPOINT_ID: id });
    expect(added?.data['secret']).toMatch(/^whsec_/);
    expect(others).toHaveLength(3);
    expect(others.every(({ success }) => success)).toBe(true);
  });

  it('SPEC D1: README.md: a notification', async () => {
    const commands = listCommands(readPage('README.md'))
      .split('\n\n')
      .filter((command) => command.includes('/api/v1/notifications'));
    expect(commands).toHaveLength(1);
    const [answer] = await run(commands.join('\n').replace('http://127.0.0.1:3000', server.url));
    expect(answer?.data).toMatchObject({ state: 'queued' });
  });
});
