import { get } from 'node:http';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgress } from './egress.ts';
import { EgressBypassError, installEgressGuard } from './guard.ts';
import { startCanary } from './test-server.fixture.ts';

let uninstall = () => {};

afterEach(() => uninstall());

describe('security S29: runtime guard', () => {
  it('security S29: refuses every way around the egress module, without a connection', async () => {
    const canary = await startCanary();
    const { port } = canary;
    const url = `http://127.0.0.1:${port}/`;
    uninstall = installEgressGuard([
      { host: '127.0.0.2', port },
      { host: '127.0.0.1', port: port + 1 },
    ]);
    const bypasses: (() => unknown)[] = [
      () => fetch(url),
      ...('WebSocket' in globalThis ? [() => new WebSocket(`ws://127.0.0.1:${port}/`)] : []),
      () => get(url),
      () => connect(port, '127.0.0.1'),
      () => connect(port),
      () => connect({ port, host: 'localhost' }),
      () => connectTls({ port, host: '127.0.0.1' }),
    ];
    for (const bypass of bypasses) expect(bypass).toThrow(EgressBypassError);
    expect(canary.connections()).toBe(0);
    await canary.close();
  });

  it('security S29: lets egress calls, egress sockets and the stores’ drivers through', async () => {
    const canary = await startCanary();
    const { port } = canary;
    uninstall = installEgressGuard([{ host: '127.0.0.1', port }]);
    const driver = connect(port, '127.0.0.1');
    await new Promise((resolve) => driver.once('connect', resolve));
    driver.destroy();
    uninstall();
    uninstall = installEgressGuard([]);
    const egress = createEgress();
    const trusted = { trust: 'operator' as const, target: 'test' };
    const result = await egress.call({ ...trusted, url: `http://127.0.0.1:${port}/` });
    expect(result).toMatchObject({ ok: true, status: 200 });
    const secure = await egress.call({
      ...trusted,
      url: `https://127.0.0.1:${port}/`,
      method: 'POST',
    });
    expect(secure).toMatchObject({ ok: false });
    expect(!secure.ok && secure.detail).not.toContain('refused: outgoing');
    const opening = await egress.connect({
      host: '127.0.0.1',
      port,
      trust: 'operator',
      timeoutMs: 2_000,
    });
    expect(opening.ok).toBe(true);
    if (opening.ok) opening.socket.destroy();
    await egress.close();
    await canary.close();
  });

  it('security S29: leaves no trace when taken away', async () => {
    const canary = await startCanary();
    installEgressGuard([])();
    const answer = await fetch(`http://127.0.0.1:${canary.port}/`);
    expect(answer.status).toBe(200);
    await canary.close();
  });
});
