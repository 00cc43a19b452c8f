import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { deliverInbox } from '../inbox/index.ts';
import { createBacklog, type Backlogged } from './backlog.ts';
import { planOne, planWaiting } from './fan-out.ts';
import { tellOwnerOfOverdue } from './overdue-notice.ts';
import { createOverdueWatch, type OverdueNews } from './overdue-watch.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import { DEFAULT_LIMITS } from './sending.fixture.ts';
import { findDifferences } from './store/figures.ts';

let bed: PlannerBed;
const lines: { level: string; msg: string }[] = [];
const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(async () => {
  lines.length = 0;
  for (const table of ['messages', 'instance_settings', 'inbox_items'])
    await bed.test.query(`delete from ${table}`);
  await bed.test.query('update users set is_instance_owner = false');
});

const textsOf = (level: string) =>
  lines.filter((line) => line.level === level).map(({ msg }) => msg);

/** A watch that sees what it is told, a look each `stepMs`, and notes what the owner would hear. */
function watchOver(seen: number[], stepMs = 8_000) {
  const told: OverdueNews['kind'][] = [];
  const oldest = { kind: 'message' } as const;
  let nowMs = 0;
  const watch = createOverdueWatch({
    backlog: { look: async (): Promise<Backlogged> => ({ overdueS: seen.shift() ?? 0, oldest }) },
    findDifferences: async () => ({ count: 0, messageIds: [] }),
    tellOwner: async ({ kind }) => void told.push(kind),
    log,
    nowMs: () => (nowMs += stepMs),
  });
  const problems: boolean[] = [];
  const lookAtAll = async () => {
    while (seen.length > 0) {
      await watch.look();
      problems.push(watch.problem() !== null);
    }
    return problems;
  };
  return { lookAtAll, told };
}

/** The watch of an api on the ledger, without any worker; what it looks at has been watched for long enough. */
function openApi() {
  let nowMs = 0;
  const deliverNow = async (messageId: string) => {
    await planOne(bed, messageId);
    await deliverInbox(bed, undefined, messageId);
  };
  const watch = createOverdueWatch({
    nowMs: () => (nowMs += 4_000),
    backlog: createBacklog({ ...bed, limits: DEFAULT_LIMITS, listEventLags: async () => [] }),
    findDifferences: () => bed.database.read('all', findDifferences),
    tellOwner: (news) =>
      tellOwnerOfOverdue({ ...bed, publicUrl: 'http://boards.test', deliverNow }, news),
    log,
  });
  return {
    problem: watch.problem,
    async look() {
      for (let look = 0; look < 3; look += 1) await watch.look();
    },
  };
}

async function askForLateMail() {
  const { organizationId, userIds } = await bed.organization(2);
  await bed.test.query('update users set is_instance_owner = true where id = $1', [userIds[0]]);
  await bed.notify({ organizationId, recipients: [{ email: 'late@example.com' }] });
  await planWaiting(bed);
  await bed.test.query(`update deliveries set run_at = now() - interval '11 seconds'`);
  return { organizationId, ownerId: userIds[0] ?? '' };
}

/** Titles in everybody's inbox, in their order. */
async function inbox() {
  const rows = await bed.test.query<{ userId: string; content: { title: string; url: string } }>(
    'select user_id as "userId", content from inbox_items order by created_at, seq',
  );
  return rows.map(({ userId, content: { title, url } }) => ({ userId, title, url }));
}

const sendAllLate = () => bed.test.query(`update deliveries set state = 'sent', final_at = now()`);
const [LATE, OVER] = ['Messages are not going out', 'Messages go out again'];

describe('delivery D20: the alarm of an api that has no workers', () => {
  it('is raised above ten seconds and lasts until it is below five', async () => {
    const { lookAtAll, told } = watchOver([3, 10, 11, 9, 5, 4.9, 9, 10.1]);
    expect(await lookAtAll()).toEqual([false, false, true, true, true, false, false, true]);
    // At the first look too: another process may have raised one that is over.
    expect(told).toEqual(['over', 'late', 'over', 'late']);
    expect(textsOf('error')).toHaveLength(2);
    expect(textsOf('error')[0]).toMatch(/^a message that nobody has planned has waited for 11 s/);
  });

  it('an end is told once it is one, by a process too that saw nothing but the end', async () => {
    const late = watchOver([20, 6, 4, 6, 4], 2_000);
    expect(await late.lookAtAll()).not.toContain(true);
    expect(late.told).toEqual(['over']);
  });

  it('is not raised for what a night’s sleep made late and a moment makes good', async () => {
    const slept = watchOver([0, 30_000, 30_002, 30_004, 1, 30_000, 0], 2_000);
    expect(await slept.lookAtAll()).not.toContain(true);
    expect(slept.told).toEqual(['over']);
    const stopped = watchOver([0, 3, 5, 7, 9, 11, 13], 2_000);
    expect(await stopped.lookAtAll()).toEqual([false, false, false, false, false, true, true]);
  });

  it('comes into the owner’s inbox without a worker, once from however many processes, and its end too', async () => {
    const { organizationId, ownerId } = await askForLateMail();
    const [api, other] = [openApi(), openApi()];
    await Promise.all([api.look(), other.look()]);
    await api.look();
    const url = `http://boards.test/o/${organizationId}/delivery/queues`;
    expect(await inbox()).toEqual([{ userId: ownerId, title: LATE, url }]);
    expect(api.problem()).toMatch(/^a delivery \(email, normal\) has waited for \d+ s/);
    await sendAllLate();
    await Promise.all([api.look(), other.look()]);
    expect((await inbox()).map(({ title }) => title)).toEqual([LATE, OVER]);
    expect(api.problem()).toBeNull();
  });

  const minutesLater = (minutes: number) =>
    bed.test.query(
      `update instance_settings set value = value || jsonb_build_object('lateAt', now() - make_interval(mins => $1))`,
      [minutes],
    );
  const makeLate = () =>
    bed.test.query(
      `update deliveries set state = 'queued', run_at = now() - interval '11 seconds' where channel = 'email'`,
    );

  it('the quarter of an hour counts from the last beginning, not from its end', async () => {
    await askForLateMail();
    await openApi().look();
    await minutesLater(15);
    await sendAllLate();
    await openApi().look();
    await makeLate();
    await openApi().look();
    expect((await inbox()).map(({ title }) => title)).toEqual([LATE, OVER, LATE]);
  });

  it('is told again after a quarter of an hour, not before, and an end only of what was told', async () => {
    await askForLateMail();
    await openApi().look();
    await openApi().look();
    await minutesLater(14);
    await openApi().look();
    expect(await inbox()).toHaveLength(1);
    await minutesLater(15);
    await openApi().look();
    expect((await inbox()).map(({ title }) => title)).toEqual([LATE, LATE]);
    await sendAllLate();
    // A process that was started meanwhile tells the end.
    await openApi().look();
    expect((await inbox()).map(({ title }) => title)).toEqual([LATE, LATE, OVER]);
    await makeLate();
    const api = openApi();
    await api.look();
    await sendAllLate();
    await api.look();
    expect(await inbox()).toHaveLength(3);
  });

  it('the mail about it goes out within a quarter of an hour or not at all', async () => {
    await askForLateMail();
    await openApi().look();
    const rows = await bed.test.query(
      `select 1 from deliveries as d join messages as m on m.id = d.message_id
       where m.category = 'operation' and d.channel = 'email' and d.state = 'queued'
         and d.expires_at between now() + interval '14 minutes' and now() + interval '15 minutes'`,
    );
    expect(rows).toHaveLength(1);
  });

  it('is in the log and in the state where the owner has no inbox', async () => {
    await askForLateMail();
    await bed.test.query('update users set is_instance_owner = false');
    const api = openApi();
    await api.look();
    expect(api.problem()).not.toBeNull();
    expect(textsOf('error')).toHaveLength(1);
    expect(await inbox()).toEqual([]);
    expect(textsOf('warn')).toEqual([]);
  });
});

describe('delivery D23: differences', () => {
  it('stand in the log with the messages that have them', async () => {
    const { organizationId } = await bed.organization(1);
    const id = await bed.notify({ organizationId, recipients: [{ email: 'a@example.com' }] });
    await planWaiting(bed);
    await openApi().look();
    expect(textsOf('error')).toEqual([]);
    await bed.test.query('delete from deliveries where message_id = $1', [id]);
    await openApi().look();
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([
      { messages: 1, messageIds: [id] },
    ]);
  });
});
