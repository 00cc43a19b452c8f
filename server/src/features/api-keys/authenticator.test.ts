import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAccessEpochs } from '../../platform/access-epochs.ts';
import type { Database } from '../../platform/database/database.ts';
import { createListener } from '../../platform/database/listener.ts';
import { createLog } from '../../platform/log.ts';
import { openBed, type Bed } from '../organizations/bed.fixture.ts';
import { join, openScene, type MemberPerson, type Scene } from '../organizations/scene.fixture.ts';
import { createApiKeyAuthenticator } from './index.ts';

let bed: Bed;
let scene: Scene;
beforeAll(async () => {
  bed = await openBed();
  scene = await openScene(bed);
});
afterAll(() => bed.close());

const READ = ['organization:read', 'members:read'] as const;

async function makeKey(owner: MemberPerson, scopes: readonly (typeof READ)[number][] = READ) {
  const { organizationId } = scene;
  return bed.succeed(owner, 'apiKeys.create', { organizationId, name: 'Key', scopes: [...scopes] });
}

async function authenticate(key: string): Promise<void> {
  expect(await bed.authenticate(key)).not.toBeNull();
}

describe('ending keys', () => {
  it('security S25: a revoked key is refused at once, though it was in use', async () => {
    const { organizationId, owner } = scene;
    const made = await makeKey(owner);
    await authenticate(made.secret);
    await bed.succeed(owner, 'apiKeys.revoke', { organizationId, apiKeyId: made.id });
    expect(await bed.authenticate(made.secret)).toBeNull();
    expect(
      (await bed.refuse(owner, 'apiKeys.revoke', { organizationId, apiKeyId: made.id })).code,
    ).toBe('NOT_FOUND');
  });

  it.each(['members.suspend', 'members.remove'] as const)(
    'security S9: a key dies with %s of its owner',
    async (name) => {
      const { organizationId, owner } = scene;
      const member = await join(bed, scene, 'member');
      const { secret } = await makeKey(member);
      await authenticate(secret);
      await bed.succeed(owner, name, { organizationId, memberId: member.memberId });
      expect(await bed.authenticate(secret)).toBeNull();
    },
  );

  it('ends at its time, though it is remembered', async () => {
    const { organizationId, owner } = scene;
    const expiresAt = new Date(Date.now() + 300).toISOString();
    const made = await bed.succeed(owner, 'apiKeys.create', {
      organizationId,
      name: 'Short',
      scopes: [...READ],
      expiresAt,
    });
    await authenticate(made.secret);
    await vi.waitFor(async () => expect(await bed.authenticate(made.secret)).toBeNull(), {
      timeout: 5_000,
    });
  });

  it('security S22: others neither see nor revoke a key, those who manage keys do', async () => {
    const { organizationId, owner } = scene;
    const member = await join(bed, scene, 'member');
    const other = await join(bed, scene, 'member');
    const made = await makeKey(member);
    const seenBy = async (person: MemberPerson) =>
      (await bed.succeed(person, 'apiKeys.list', { organizationId })).some(
        ({ id }) => id === made.id,
      );
    expect([await seenBy(member), await seenBy(other), await seenBy(owner)]).toEqual([
      true,
      false,
      true,
    ]);
    const refusal = await bed.refuse(other, 'apiKeys.revoke', {
      organizationId,
      apiKeyId: made.id,
    });
    expect(refusal.code).toBe('NOT_FOUND');
    await authenticate(made.secret);
    await bed.succeed(owner, 'apiKeys.revoke', { organizationId, apiKeyId: made.id });
    expect(await bed.authenticate(made.secret)).toBeNull();
  });
});

describe('remembering keys', () => {
  it('security S26: a key costs no query while the view of changes is fresh, a mistyped one none at all', async () => {
    const { secret } = await makeKey(scene.owner);
    const { database, reads } = countReads(bed.database);
    const authenticator = createApiKeyAuthenticator({ database, epochs: bed.epochs });
    const slip = `${secret.slice(0, -1)}${secret.endsWith('a') ? 'b' : 'a'}`;
    expect(await authenticator.authenticate(slip)).toBeNull();
    expect(reads()).toBe(0);
    await vi.waitFor(() => expect(bed.epochs.isFresh()).toBe(true));
    for (let use = 0; use < 20; use += 1)
      expect(await authenticator.authenticate(secret)).not.toBeNull();
    expect(reads()).toBe(1);
  });

  it('security S26: another node learns of a revocation, and trusts nothing once its view is stale', async () => {
    const { organizationId, owner } = scene;
    const log = createLog('silent');
    const listener = createListener(bed.test.appUrl, log);
    const epochs = createAccessEpochs(bed.database, listener, log);
    await epochs.start();
    try {
      const node = createApiKeyAuthenticator({ database: bed.database, epochs });
      const first = await makeKey(owner);
      const second = await makeKey(owner);
      for (const { secret } of [first, second])
        expect(await node.authenticate(secret)).not.toBeNull();
      await bed.succeed(owner, 'apiKeys.revoke', { organizationId, apiKeyId: first.id });
      await vi.waitFor(async () => expect(await node.authenticate(first.secret)).toBeNull(), {
        timeout: 5_000,
      });
      epochs.stop();
      await vi.waitFor(() => expect(epochs.isFresh()).toBe(false), {
        timeout: 10_000,
        interval: 100,
      });
      await bed.succeed(owner, 'apiKeys.revoke', { organizationId, apiKeyId: second.id });
      expect(await node.authenticate(second.secret)).toBeNull();
    } finally {
      epochs.stop();
      await listener.close();
    }
  });
});

/** Counts read transactions on the way to the real database. */
function countReads(database: Database): { database: Database; reads: () => number } {
  let count = 0;
  const read: Database['read'] = (scope, work) => {
    count += 1;
    return database.read(scope, work);
  };
  return { database: { ...database, read }, reads: () => count };
}
