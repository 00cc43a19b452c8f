import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerPerson, type Person } from '../../../../../test/harness/people.ts';
import { startTestServer, type TestServer } from '../../../../../test/harness/server.ts';
import { createId } from '../../../kernel/ids.ts';
import { createSealer } from '../../../platform/sealing.ts';
import { alertOwners } from '../alert-owners.ts';
import { openPlanner, type PlannerBed } from '../planner.fixture.ts';

/** A mail to an account that its provider refused, and its dead letter; answers the id of the delivery. */
async function fail(
  query: (text: string, values: unknown[]) => Promise<unknown>,
  { organizationId = null }: { organizationId?: string | null } = {},
): Promise<string> {
  const [messageId, id] = [createId(), createId()];
  await query(
    `with asked as (
       insert into messages (id, organization_id, category, template_key, recipients, actor, fanout_state, planned)
       values ($1, $2, 'account', 'passwordReset', '[]', '{"kind": "system"}', 'done', 1) returning id),
     failed as (
       insert into deliveries (id, message_id, organization_id, channel, address_hash, lane, fair_key, max_attempts, policy,
         state, attempt, final_at)
       select $3, id, $2, 'email', '', 'critical', '00000000-0000-0000-0000-000000000000', 8, 'atLeastOnce', 'failed', 8, now()
       from asked returning id)
     insert into dead_letters (id, organization_id, delivery_id, reason) select id, $2, id, 'smtp_450' from failed`,
    [messageId, organizationId, id],
  );
  return id;
}

describe('delivery D22: dead letters of the installation itself', () => {
  let server: TestServer;
  let owner: Person;
  beforeAll(async () => {
    server = await startTestServer();
    owner = await registerPerson(server);
  });
  afterAll(() => server.stop());
  const path = '/instance/dead-letters';

  it('are seen, sent again and discarded by its owner alone', async () => {
    const query = server.database.query.bind(server.database);
    const [first, second] = [await fail(query), await fail(query)];
    const other = await registerPerson(server);
    const refused = await server.call('GET', path, { token: other.token });
    expect(refused.status).toBe(403);
    const { token } = owner;
    const listed = await server.call('GET', path, { token });
    expect(listed.status).toBe(200);
    expect(listed.body.data).toMatchObject([
      { id: second, template: 'passwordReset', state: 'failed', reason: 'smtp_450' },
      { id: first, channel: 'email', attempts: 8 },
    ]);
    const act = async (kind: string, body: object) =>
      (await server.call('POST', `${path}/${kind}`, { token, body })).body.data;
    expect(await act('redrive', { isDryRun: true })).toEqual({ matching: 2, redriven: 0 });
    expect(await act('redrive', { ids: [first] })).toEqual({ matching: 1, redriven: 1 });
    expect(await act('discard', {})).toEqual({ matching: 1, discarded: 1 });
    // A worker has sent the first one again meanwhile, and failed for another reason.
    const left = await server.call('GET', `${path}?reason=smtp_450`, { token });
    expect(left.body.data).toEqual([]);
    const ended = await query<{ outcome: string }>(
      'select outcome from dead_letters where delivery_id = any($1) and ended_at is not null order by id',
      [[first, second]],
    );
    expect(ended.map(({ outcome }) => outcome)).toEqual(['redriven', 'discarded']);
  });

  it('are nobody else’s: those of organizations do not stand there', async () => {
    const query = server.database.query.bind(server.database);
    const organizationId = createId();
    await query(`insert into organizations (id, name) values ($1, 'Quill')`, [organizationId]);
    await fail(query, { organizationId });
    const { token } = owner;
    const answer = await server.call('GET', `${path}?reason=smtp_450`, { token });
    expect(answer.body.data).toEqual([]);
    const all = { token, body: { isDryRun: true, reason: 'smtp_450' } };
    expect((await server.call('POST', `${path}/discard`, all)).body.data.matching).toBe(0);
  });
});

describe('delivery D22: whoever owns the installation', () => {
  let bed: PlannerBed;
  beforeAll(async () => {
    bed = await openPlanner();
    return () => bed.close();
  });
  const alert = () =>
    alertOwners({
      database: bed.database,
      sealer: createSealer(Buffer.alloc(32, 5)),
      publicUrl: 'https://boards.example',
    });
  const notices = () =>
    bed.test.query<object>(
      `select payload ->> 'title' as title, payload ->> 'url' as url, recipients, organization_id as "organizationId"
       from messages where category = 'operation'`,
    );

  it('is told at once, by one node, then after a quarter of an hour of what failed since, and of no alert', async () => {
    const { organizationId, userIds } = await bed.organization(1);
    const [userId = ''] = userIds;
    await bed.test.query(`update users set is_instance_owner = true, locale = 'de' where id = $1`, [
      userId,
    ]);
    const query = bed.test.query.bind(bed.test);
    await fail(query);
    await fail(query, { organizationId });
    expect((await Promise.all([alert(), alert()])).toSorted()).toEqual([0, 1]);
    expect(await notices()).toEqual([
      {
        title: 'Mails der Installation, die nicht zugestellt werden konnten: 1',
        url: 'https://boards.example/instance/dead-letters',
        recipients: [{ userId }],
        organizationId,
      },
    ]);
    await fail(query);
    expect(await alert()).toBe(0);
    await bed.test.query(
      `update instance_settings set value = jsonb_build_object('at', now() - interval '16 minutes')
       where key = 'deadLettersAlarm'`,
    );
    expect(await alert()).toBe(1);
    await bed.test.query(
      `update instance_settings set value = jsonb_build_object('at', now() - interval '16 minutes')
       where key = 'deadLettersAlarm'`,
    );
    await fail(query);
    await bed.test.query(
      `update messages set dedupe_key = 'instanceDeadLetters x' where id = (select max(id::text)::uuid from messages)`,
    );
    expect(await alert()).toBe(0);
  });
});
