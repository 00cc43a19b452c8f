import { expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../config/config.ts';
import { noTracing } from '../trace/tracing.ts';
import { openEgress } from './open-egress.ts';
import { startCanary } from './test-server.fixture.ts';

const open = (settings: Record<string, string>) => openEgress(loadConfig(settings), noTracing);

it('security S30: reaches for organizations what the operator allows, and no more', async () => {
  const canary = await startCanary();
  const call = { target: 'test', url: `http://127.0.0.1:${canary.port}/` };
  const closed = open({});
  const opened = open({ EGRESS_ALLOW: `10.0.0.0/8, 127.0.0.1:${canary.port}` });
  expect(await closed.call({ ...call, trust: 'organization' })).toMatchObject({
    ok: false,
    reason: 'blocked',
  });
  expect(await opened.call({ ...call, trust: 'organization' })).toMatchObject({ status: 200 });
  await Promise.all([closed.close(), opened.close()]);
  await canary.close();
});

it('security S30: its own address stays closed to organizations', async () => {
  const egress = open({ PUBLIC_URL: 'https://boards.example.com', ALLOWED_HOSTS: 'other.example' });
  for (const host of ['boards.example.com', 'other.example'])
    expect(await egress.check(`https://${host}/`, 'organization')).toMatchObject({
      ok: false,
      rule: 'ourselves',
    });
  await egress.close();
});

it('a wrong EGRESS_ALLOW is refused in one line', () => {
  const wrong = () => open({ EGRESS_ALLOW: '10.0.0.0/8,what is this?' });
  expect(wrong).toThrow(ConfigError);
  expect(wrong).toThrow(/^EGRESS_ALLOW: .* for example EGRESS_ALLOW=\S+$/);
});
