import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { appendAudit, type AuditRecord } from '../../platform/audit.ts';
import { openBed, type Bed } from '../organizations/bed.fixture.ts';
import { join, openScene, type Scene } from '../organizations/scene.fixture.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await openBed();
});
afterAll(() => bed.close());

const DAY_MS = 86_400_000;

/** Appends acts as operations do, at a moment of choice. */
async function append(
  chain: AuditRecord['chain'],
  actions: readonly string[],
  ageDays = 0,
): Promise<void> {
  const records = actions.map((action) => ({ action, chain }));
  const info = { requestId: createId(), ipAddress: '192.0.2.7', userAgent: 'tests' };
  const now = new Date(Date.now() - ageDays * DAY_MS);
  await bed.database.write('all', (tx) =>
    appendAudit(tx, records, { actor: { kind: 'anonymous' }, info, now }),
  );
}

/** Runs a statement as somebody who owns the tables and has taken the trigger away. */
async function tamper(statement: string, values: unknown[]): Promise<void> {
  await bed.test.query('alter table audit_entries disable trigger audit_entries_append_only');
  await bed.test.query(statement, values);
  await bed.test.query('alter table audit_entries enable trigger audit_entries_append_only');
}

/** Forgets that anything happened, so that a log can begin in the past. */
async function emptyLog(organizationId: string): Promise<void> {
  await tamper('delete from audit_entries where chain_id = $1', [organizationId]);
  await bed.test.query('delete from audit_chains where id = $1', [organizationId]);
}

async function openLog(entries: number): Promise<Scene> {
  const scene = await openScene(bed);
  const { organizationId } = scene;
  await append(
    { organizationId },
    Array.from({ length: entries - 1 }, (_, index) => `act.number${index}`),
  );
  return scene;
}

const verify = ({ organizationId, owner }: Scene) =>
  bed.succeed(owner, 'audit.verify', { organizationId });

describe('reading', () => {
  it('shows everything once, newest first, in pages', async () => {
    const { organizationId, owner } = await openLog(12);
    const whole = await bed.succeed(owner, 'audit.list', { organizationId });
    expect(whole.items.map(({ sequence }) => sequence)).toEqual([
      12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
    ]);
    const paged = [];
    let cursor: string | undefined;
    do {
      const page = await bed.succeed(owner, 'audit.list', {
        organizationId,
        limit: 5,
        ...(cursor && { cursor }),
      });
      paged.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(whole.items);
    const refusal = await bed.refuse(owner, 'audit.list', { organizationId, cursor: 'WyJ4Il0' });
    expect(refusal.details?.fields?.[0]?.path).toBe('cursor');
  });

  it('filters by action, actor and time', async () => {
    const scene = await openScene(bed);
    const { organizationId, owner } = scene;
    const admin = await join(bed, scene, 'admin');
    await bed.succeed(admin, 'organizations.update', { organizationId, name: 'Other' });
    await append({ organizationId }, ['member.joined'], 10);
    const actions = async (filter: object) => {
      const { items } = await bed.succeed(owner, 'audit.list', { organizationId, ...filter });
      return items.map(({ action }) => action);
    };
    expect(await actions({ action: 'member.' })).toEqual(['member.joined', 'member.joined']);
    expect(await actions({ action: 'member.join' })).toHaveLength(2);
    expect(await actions({ action: 'member' })).toHaveLength(2);
    expect(await actions({ action: 'ember' })).toEqual([]);
    expect(await actions({ actorId: admin.userId.toUpperCase() })).toEqual([
      'organization.renamed',
      'member.joined',
    ]);
    const aWeekAgo = new Date(Date.now() - 7 * DAY_MS).toISOString();
    expect(await actions({ to: aWeekAgo })).toEqual(['member.joined']);
    expect(await actions({ from: aWeekAgo, action: 'member.' })).toEqual(['member.joined']);
    expect(
      await actions({ from: '0000-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' }),
    ).toHaveLength(5);
  });

  it('names people as they are called today', async () => {
    const { organizationId, owner } = await openScene(bed);
    await bed.test.query(`update users set name = 'New Name' where id = $1`, [owner.userId]);
    const { items } = await bed.succeed(owner, 'audit.list', { organizationId });
    expect(items[0]).toMatchObject({
      actor: { kind: 'user', userId: owner.userId, apiKeyId: null, name: 'New Name' },
      ipAddress: '192.0.2.1',
      userAgent: 'tests',
    });
  });

  it('one’s own log and that of the instance are separate', async () => {
    const person = await bed.addPerson();
    await append({ userId: person.userId }, ['session.started']);
    await append('instance', ['instance.settingsChanged']);
    const { items } = await bed.succeed(person, 'audit.listOwn', {});
    expect(items.map(({ action }) => action)).toEqual(['session.started']);
    const instance = await bed.succeed({ kind: 'system', name: 'tests' }, 'audit.listInstance', {});
    expect(instance.items[0]?.action).toBe('instance.settingsChanged');
  });

  it('security S20: reading, exporting and checking need audit:read', async () => {
    const scene = await openScene(bed);
    const member = await join(bed, scene, 'member');
    const stranger = await bed.addPerson();
    const { organizationId } = scene;
    for (const name of ['audit.list', 'audit.export', 'audit.verify'] as const) {
      expect((await bed.refuse(member, name, { organizationId })).code).toBe('FORBIDDEN');
      expect((await bed.refuse(stranger, name, { organizationId })).code).toBe('NOT_FOUND');
    }
  });
});

describe('exporting', () => {
  it('security S36: no cell is a formula', async () => {
    const { organizationId, owner } = await openScene(bed);
    await bed.test.query(`update users set name = '=HYPERLINK("http://x")' where id = $1`, [
      owner.userId,
    ]);
    const file = await bed.succeed(owner, 'audit.export', { organizationId });
    const [header, first] = file.text.split('\r\n');
    expect(file).toMatchObject({
      fileName: 'audit-log-after-0.csv',
      contentType: 'text/csv; charset=utf-8',
    });
    expect(header).toBe(
      'sequence,at,action,outcome,actorKind,actorName,userId,apiKeyId,targetType,targetId,ipAddress,userAgent,requestId,details',
    );
    expect(first).toContain(`,user,"'=HYPERLINK(""http://x"")",${owner.userId},`);
  });

  it('gives ten thousand entries at a time, oldest first', async () => {
    const { organizationId, owner } = await openScene(bed);
    await tamper(
      `insert into audit_entries (chain_id, sequence, id, organization_id, action, outcome, actor, details, created_at, hash)
       select $1::uuid, n, gen_random_uuid(), $1::uuid, 'act.bulk', 'done', '{"kind": "system", "name": "bulk"}', '{}', now(), ''
       from generate_series(2, 10005) n`,
      [organizationId],
    );
    const first = await bed.succeed(owner, 'audit.export', { organizationId, format: 'json' });
    const entries = JSON.parse(first.text) as { sequence: number; actor: object }[];
    expect(entries).toHaveLength(10_000);
    expect(entries[0]?.sequence).toBe(1);
    expect(entries[1]?.actor).toEqual({
      kind: 'system',
      userId: null,
      apiKeyId: null,
      name: 'bulk',
    });
    const after = entries.at(-1)?.sequence ?? 0;
    const rest = await bed.succeed(owner, 'audit.export', {
      organizationId,
      format: 'json',
      after,
    });
    expect(
      (JSON.parse(rest.text) as { sequence: number }[]).map(({ sequence }) => sequence),
    ).toEqual([10_001, 10_002, 10_003, 10_004, 10_005]);
  });
});

describe('the chain', () => {
  it('security S17: is intact after many changes at once', async () => {
    const scene = await openScene(bed);
    const { organizationId, owner } = scene;
    const renames = Array.from({ length: 30 }, (_, index) =>
      bed.succeed(owner, 'organizations.update', { organizationId, name: `Name ${index}` }),
    );
    await Promise.all(renames);
    expect(await verify(scene)).toEqual({ intact: true, entries: 31, firstBrokenSequence: null });
  });

  it.each(['update audit_entries set action = action', 'delete from audit_entries'])(
    'security S17: %s is refused, even to the owner of the tables',
    async (statement) => {
      await openScene(bed);
      await expect(bed.test.query(statement)).rejects.toThrow(/append-only/);
      await expect(bed.database.write('all', (tx) => tx.query(statement))).rejects.toThrow(
        /append-only|permission denied/,
      );
    },
  );

  it.each<[string, string, number]>([
    [
      'a changed action',
      `update audit_entries set action = 'act.nothing' where chain_id = $1 and sequence = 7`,
      7,
    ],
    [
      'changed details',
      `update audit_entries set details = '{"x": 1}' where chain_id = $1 and sequence = 7`,
      7,
    ],
    [
      'another actor',
      `update audit_entries set actor = '{"kind": "system"}' where chain_id = $1 and sequence = 7`,
      7,
    ],
    [
      'another time',
      `update audit_entries set created_at = created_at + interval '1 ms' where chain_id = $1 and sequence = 7`,
      7,
    ],
    ['a missing entry', 'delete from audit_entries where chain_id = $1 and sequence = 7', 7],
    ['a missing beginning', 'delete from audit_entries where chain_id = $1 and sequence <= 3', 1],
    ['a missing end', 'delete from audit_entries where chain_id = $1 and sequence > 9', 10],
    [
      'an entry too many',
      `insert into audit_entries select chain_id, 13, gen_random_uuid(), organization_id, action, outcome,
       actor, target, details, ip_address, user_agent, request_id, created_at, hash from audit_entries
       where chain_id = $1 and sequence = 12`,
      13,
    ],
    ['another head', `update audit_chains set head = '\\x00' where id = $1`, 12],
    ['another checkpoint', `update audit_chains set checkpoint_hash = '\\x00' where id = $1`, 1],
  ])('security S17: checking finds %s and says where', async (_name, statement, sequence) => {
    const scene = await openLog(12);
    expect((await verify(scene)).intact).toBe(true);
    await tamper(statement, [scene.organizationId]);
    expect(await verify(scene)).toMatchObject({ intact: false, firstBrokenSequence: sequence });
  });

  it('security S17: trimming removes what is old, leaves a checkpoint, and the rest still adds up', async () => {
    const scene = await openScene(bed);
    const { organizationId, owner } = scene;
    await emptyLog(organizationId);
    await append(
      { organizationId },
      Array.from({ length: 2_500 }, () => 'act.old'),
      401,
    );
    await append({ organizationId }, ['act.kept', 'act.kept'], 399);
    await bed.runChore('audit.trim');
    const { items } = await bed.succeed(owner, 'audit.list', { organizationId });
    expect(items.map(({ sequence, action }) => [sequence, action])).toEqual([
      [2502, 'act.kept'],
      [2501, 'act.kept'],
    ]);
    expect(await verify(scene)).toEqual({ intact: true, entries: 2, firstBrokenSequence: null });
    await bed.succeed(owner, 'organizations.update', { organizationId, name: 'Goes on' });
    expect(await verify(scene)).toEqual({ intact: true, entries: 3, firstBrokenSequence: null });
    await tamper(
      `update audit_entries set action = 'act.x' where chain_id = $1 and sequence = 2501`,
      [organizationId],
    );
    expect(await verify(scene)).toMatchObject({ intact: false, firstBrokenSequence: 2501 });
  });

  it('security S17: trimming stops at the first entry that is young enough', async () => {
    const scene = await openScene(bed);
    const { organizationId } = scene;
    await emptyLog(organizationId);
    await append({ organizationId }, ['act.old'], 500);
    await append({ organizationId }, ['act.young'], 1);
    await append({ organizationId }, ['act.clockWentBack'], 500);
    await bed.runChore('audit.trim');
    expect(await verify(scene)).toEqual({ intact: true, entries: 2, firstBrokenSequence: null });
  });
});
