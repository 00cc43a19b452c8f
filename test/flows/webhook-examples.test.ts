import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Arrived } from '../../server/src/features/channels/far-side.fixture.ts';
import {
  openWebhookBed,
  type Endpoint,
  type WebhookBed,
} from '../../server/src/features/webhooks/webhooks.fixture.ts';
import { verifyExamples } from '../../web/src/features/webhooks/verify-examples.ts';
import { useTempFolders } from '../harness/temp-folders.ts';

/** A real call as a program finds it: headers and the bytes of the body. */
interface Received {
  headers: Record<string, string>;
  body: string;
}

const hasPython = canRun('python3');

function canRun(command: string): boolean {
  try {
    return execFileSync(command, ['--version']).length > 0;
  } catch {
    return false;
  }
}

describe('SPEC E3: the examples of how a signature is checked', { timeout: 60_000 }, () => {
  const makeFolder = useTempFolders('verify');
  let bed: WebhookBed;
  let endpoint: Endpoint;
  let received: Received;
  let folder: string;

  beforeAll(async () => {
    bed = await openWebhookBed();
    folder = makeFolder();
    endpoint = await bed.add();
  }, 60_000);
  afterAll(() => bed?.close());

  /** Each case with what the example must say of it. */
  const cases = (): [Received, boolean][] => {
    const { headers, body } = received;
    const old = String(Math.floor(Date.now() / 1_000) - 600);
    return [
      [received, true],
      [{ headers, body: body.replace('Warehouse', 'Warehouses') }, false],
      [{ headers: { ...headers, 'webhook-id': 'other' }, body }, false],
      [{ headers: { ...headers, 'webhook-timestamp': old }, body }, false],
      [{ headers: { ...headers, 'webhook-signature': 'v1,AAAA v1,BBBB' }, body }, false],
      [
        {
          headers: {
            ...headers,
            'webhook-signature': `v1,AAAA ${headers['webhook-signature'] ?? ''}`,
          },
          body,
        },
        true,
      ],
    ];
  };
  const run = (command: string, args: string[], input: Received) =>
    execFileSync(command, args, {
      input: JSON.stringify(input),
      env: { ...process.env, BOARDWIRE_SECRET: endpoint.secret },
    })
      .toString()
      .trim();

  it('a real call arrives', async () => {
    await bed.happen('Warehouse');
    await bed.arrived(1);
    const [{ headers, body }] = bed.side.arrived as [Arrived];
    received = { headers: headers as Record<string, string>, body: body.toString() };
    expect(body.toString()).toContain('Warehouse');
  });

  it('the one for Node takes real calls, and no others', () => {
    const file = join(folder, 'verify.mjs');
    const main = join(folder, 'main.mjs');
    writeFileSync(file, verifyExamples.node);
    writeFileSync(
      main,
      `import { readFileSync } from 'node:fs';
       import { isFromBoardwire } from '${pathToFileURL(file).href}';
       const { headers, body } = JSON.parse(readFileSync(0, 'utf8'));
       console.log(isFromBoardwire(headers, Buffer.from(body)));`,
    );
    for (const [input, verdict] of cases())
      expect(run(process.execPath, [main], input)).toBe(String(verdict));
  });

  it.skipIf(!hasPython)('the one for Python takes real calls, and no others', () => {
    const file = join(folder, 'verify.py');
    const main = `
import json, sys
data = json.load(sys.stdin)
print(is_from_boardwire(data["headers"], data["body"].encode()))
`;
    writeFileSync(file, `${verifyExamples.python}\n${main}`);
    for (const [input, verdict] of cases())
      expect(run('python3', [file], input).toLowerCase()).toBe(String(verdict));
  });

  it('are those of docs/webhooks.md', () => {
    const page = readFileSync(new URL('../../docs/webhooks.md', import.meta.url), 'utf8');
    for (const code of Object.values(verifyExamples)) expect(page).toContain(code.trim());
  });
});
