import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissionNames, systemRoles } from '@boardwire/contract/permissions';
import { createId } from '../../kernel/ids.ts';
import { openBed, type Bed } from './bed.fixture.ts';
import { addRole, hashState, join, openScene } from './scene.fixture.ts';
import { cancelDeletion } from './store/organizations.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await openBed();
});
afterAll(() => bed.close());

describe('organizations.create', () => {
  it('makes the four built-in roles and one owner', async () => {
    const person = await bed.addPerson();
    const made = await bed.succeed(person, 'organizations.create', { name: '  Acme  ' });
    expect(made).toMatchObject({
      name: 'Acme',
      deletionScheduledFor: null,
      role: { key: 'owner' },
    });
    expect(made.permissions).toEqual(permissionNames);
    const roles = await bed.succeed(person, 'roles.list', { organizationId: made.id });
    expect(roles.map(({ key, memberCount }) => [key, memberCount])).toEqual([
      ['owner', 1],
      ['admin', 0],
      ['member', 0],
      ['guest', 0],
    ]);
    for (const { key, permissions } of roles)
      expect(permissions).toEqual(key && systemRoles[key].permissions);
  });

  it('announces and records what happened, in the same transaction', async () => {
    const person = await bed.addPerson();
    const { id } = await bed.succeed(person, 'organizations.create', { name: 'Acme' });
    const events = await bed.test.query('select type, data from events where aggregate_id = $1', [
      id,
    ]);
    expect(events).toEqual([
      {
        type: 'organization.created',
        data: { organizationId: id, name: 'Acme', ownerId: person.userId },
      },
    ]);
    const log = await bed.succeed(person, 'audit.list', { organizationId: id });
    expect(log.items).toMatchObject([
      { action: 'organization.created', actor: { userId: person.userId, name: person.name } },
    ]);
  });

  it('security S27: sixty at once make exactly fifty', async () => {
    const person = await bed.addPerson();
    const tries = Array.from({ length: 60 }, () =>
      bed.call(person, 'organizations.create', { name: 'Many' }),
    );
    const outcomes = await Promise.all(tries);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(50);
    for (const outcome of outcomes) {
      if (!outcome.ok) expect(outcome.refusal.details?.reason).toBe('too_many_organizations');
    }
  });
});

describe('organizations.update', () => {
  it('renames, and says nothing when nothing changes', async () => {
    const { organizationId, owner } = await openScene(bed);
    const renamed = await bed.succeed(owner, 'organizations.update', {
      organizationId,
      name: 'Acme 2',
    });
    expect(renamed.name).toBe('Acme 2');
    const before = await hashState(bed);
    await bed.succeed(owner, 'organizations.update', { organizationId, name: 'Acme 2' });
    expect(await hashState(bed)).toBe(before);
    const events = await bed.test.query<{ data: unknown }>(
      `select data from events where aggregate_id = $1 and type = 'organization.renamed'`,
      [organizationId],
    );
    expect(events).toEqual([{ data: { organizationId, from: 'Acme', to: 'Acme 2' } }]);
  });

  it('security S22: absent and foreign organizations answer alike', async () => {
    const { organizationId } = await openScene(bed);
    const stranger = await bed.addPerson();
    const foreign = await bed.refuse(stranger, 'organizations.update', {
      organizationId,
      name: 'Mine',
    });
    const absent = await bed.refuse(stranger, 'organizations.update', {
      organizationId: createId(),
      name: 'Mine',
    });
    expect(foreign.code).toBe('NOT_FOUND');
    expect([foreign.message, foreign.details]).toEqual([absent.message, absent.details]);
  });
});

describe('deletion', () => {
  it('waits thirty days, hidden from all but those who can call it off', async () => {
    const scene = await openScene(bed);
    const { organizationId, owner } = scene;
    const admin = await join(bed, scene, 'admin');
    const coOwner = await join(bed, scene, 'owner');
    const wrong = await bed.refuse(owner, 'organizations.delete', {
      organizationId,
      confirmName: 'acme',
    });
    expect(wrong.details?.fields?.[0]?.path).toBe('confirmName');

    const before = Date.now();
    const scheduled = await bed.succeed(owner, 'organizations.delete', {
      organizationId,
      confirmName: 'Acme',
    });
    const graceDays = (Date.parse(scheduled.deletionScheduledFor ?? '') - before) / 86_400_000;
    expect(graceDays).toBeGreaterThanOrEqual(30);
    expect(graceDays).toBeLessThan(30.1);

    expect((await bed.refuse(admin, 'organizations.get', { organizationId })).code).toBe(
      'NOT_FOUND',
    );
    expect(
      (await bed.refuse(admin, 'organizations.update', { organizationId, name: 'Saved' })).code,
    ).toBe('NOT_FOUND');
    expect(await bed.succeed(admin, 'organizations.list', {})).toEqual([]);
    expect(await bed.succeed(coOwner, 'organizations.list', {})).toHaveLength(1);
    const mails = (await bed.mails()).filter((mail) => mail.organizationId === organizationId);
    expect(mails.map(({ recipient }) => recipient).toSorted()).toEqual(
      [owner.email, coOwner.email].toSorted(),
    );
    const again = await bed.refuse(owner, 'organizations.delete', {
      organizationId,
      confirmName: 'Acme',
    });
    expect(again.details?.reason).toBe('deletion_scheduled');
    const invited = await bed.refuse(owner, 'invitations.create', {
      organizationId,
      roleId: scene.roleIds.guest,
    });
    expect(invited.details?.reason).toBe('deletion_scheduled');

    await bed.succeed(coOwner, 'organizations.restore', { organizationId });
    expect(await bed.succeed(admin, 'organizations.get', { organizationId })).toMatchObject({
      deletionScheduledFor: null,
    });
    const twice = await bed.refuse(coOwner, 'organizations.restore', { organizationId });
    expect(twice.details?.reason).toBe('not_scheduled');
  });

  it('is final once its day has come: nobody reads or restores it', async () => {
    const { organizationId, owner } = await openScene(bed);
    await bed.succeed(owner, 'organizations.delete', { organizationId, confirmName: 'Acme' });
    await makeDue(organizationId);
    expect((await bed.refuse(owner, 'organizations.restore', { organizationId })).code).toBe(
      'NOT_FOUND',
    );
    expect(await bed.succeed(owner, 'organizations.list', {})).toEqual([]);
    // The statement itself refuses as well: the day may come between the check and the change.
    const isCalledOff = await bed.database.write('all', (tx) => cancelDeletion(tx, organizationId));
    expect(isCalledOff).toBe(false);
  });

  it('removes everything of it and nothing else, and the instance remembers', async () => {
    const scene = await openScene(bed, 'Doomed');
    const other = await openScene(bed, 'Bystander');
    const { organizationId, owner } = scene;
    await join(bed, scene, { roleId: await addRole(bed, scene, ['members:read']) });
    await bed.succeed(owner, 'invitations.create', {
      organizationId,
      roleId: scene.roleIds.guest,
      email: 'x@example.test',
    });
    await bed.succeed(owner, 'apiKeys.create', {
      organizationId,
      name: 'Key',
      scopes: ['organization:read'],
    });
    const bystander = await countRows(other.organizationId);
    await bed.succeed(owner, 'organizations.delete', { organizationId, confirmName: 'Doomed' });
    await makeDue(organizationId);
    await bed.runChore('organizations.purge');
    expect(Object.values(await countRows(organizationId)).every((count) => count === 0)).toBe(true);
    expect(await countRows(other.organizationId)).toEqual(bystander);
    const [entry] = await bed.test.query(
      `select action, target, details, actor from audit_entries where chain_id = '00000000-0000-0000-0000-000000000000'
       order by sequence desc limit 1`,
    );
    expect(entry).toEqual({
      action: 'organization.purged',
      target: { type: 'organization', id: organizationId },
      details: { name: 'Doomed' },
      actor: { kind: 'system', name: 'organizations.purge' },
    });
  });

  it('fault F28: a large organization goes in pieces', async () => {
    const { organizationId, owner } = await openScene(bed, 'Large');
    await bed.test.query(
      `insert into roles (organization_id, id, name) select $1, gen_random_uuid(), 'role ' || n from generate_series(1, 2500) n`,
      [organizationId],
    );
    await bed.succeed(owner, 'organizations.delete', { organizationId, confirmName: 'Large' });
    await makeDue(organizationId);
    await bed.runChore('organizations.purge');
    expect(await countRows(organizationId)).toMatchObject({ organizations: 0, roles: 0 });
  });
});

async function makeDue(organizationId: string): Promise<void> {
  await bed.test.query(
    `update organizations set deletion_scheduled_for = now() - interval '1 second' where id = $1`,
    [organizationId],
  );
}

async function countRows(organizationId: string): Promise<Record<string, number>> {
  const tables = {
    organizations: 'id',
    roles: 'organization_id',
    memberships: 'organization_id',
    invitations: 'organization_id',
    api_keys: 'organization_id',
    mails: 'organization_id',
    events: 'aggregate_id',
    audit_entries: 'organization_id',
    audit_chains: 'organization_id',
  };
  const counts: Record<string, number> = {};
  for (const [table, column] of Object.entries(tables)) {
    const [row] = await bed.test.query<{ count: number }>(
      `select count(*)::int as count from ${table} where ${column} = $1`,
      [organizationId],
    );
    counts[table] = row?.count ?? -1;
  }
  return counts;
}
