import { setTimeout as sleep } from 'node:timers/promises';
import { openAdmin, type Admin } from './delivery-admin.ts';
import { openClient } from './delivery-load.ts';
import { startDeliveryNodes, type RunDatabase } from './delivery-nodes.ts';
import { settle } from './delivery-run.ts';
import { startSinks } from './delivery-sinks.ts';

/** What was stopped, by the answer and by the rows (delivery D17). */
export interface CancelReport {
  deliveries: number;
  answer: { cancelled: number; alreadySent: number; inFlight: number; isFanOutStopped: boolean };
  /** The same question again. */
  again: CancelReport['answer'];
  /** Rows by state, once everything has ended. */
  rows: Record<string, number>;
  /** Attempts that began after the answer. */
  begunAfter: number;
  /** Mails that the receiver had. */
  mails: number;
  /** Entries of inboxes. */
  entries: number;
  /** From the request to the answer. */
  answerMs: number;
}

const LOOK_MS = 50;
const PATIENCE_MS = 60_000;

/**
 * Sends one message to everybody of a large organization, in the inbox and by mail, and takes it back once half of all
 * inboxes have it.
 */
export async function runCancel(
  main: string,
  database: RunDatabase,
  deliveries: number,
): Promise<CancelReport> {
  const sinks = await startSinks(0);
  const admin = openAdmin(database.adminUrl);
  const nodes = await startDeliveryNodes({ main, database, sinks, workers: 2 });
  try {
    const { call, organizationId } = await openClient(nodes.url, sinks.webhookUrl);
    const people = deliveries / 2;
    // Whoever registered is one of them.
    await addPeople(admin, organizationId, people - 1);
    const { jobId } = await call<{ jobId: string }>('POST', '/notifications', {
      organizationId,
      to: [{ segment: 'members' }],
      channels: ['inApp', 'email'],
      content: { title: 'To everybody', body: 'Or to nobody.' },
    });
    await waitForHalf(admin, people / 2);
    const cancel = () => call<CancelReport['answer']>('DELETE', `/notifications/jobs/${jobId}`);
    const askedAtMs = performance.now();
    const answer = await cancel();
    const answerMs = Math.round(performance.now() - askedAtMs);
    const [clock] = await admin.query<{ now: string }>('select clock_timestamp()::text as now');
    await settle(admin, PATIENCE_MS);
    return {
      deliveries,
      answer,
      again: await cancel(),
      answerMs,
      mails: sinks.arrivals.length,
      ...(await countRows(admin, jobId, clock?.now ?? '')),
    };
  } finally {
    await nodes.stop();
    await sinks.close();
    await admin.close();
  }
}

async function waitForHalf(admin: Admin, count: number): Promise<void> {
  const giveUpAtMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const [row] = await admin.query<{ isHalf: boolean }>(
      `select count(*) >= $1 as "isHalf" from deliveries where channel = 'inApp' and state = 'delivered'`,
      [count],
    );
    if (row?.isHalf === true) return;
    if (performance.now() > giveUpAtMs) throw new Error('half of it was not sent in time');
    await sleep(LOOK_MS);
  }
}

async function countRows(admin: Admin, jobId: string, answeredAt: string) {
  const states = await admin.query<{ state: string; count: number }>(
    'select state, count(*)::int as count from deliveries where message_id = $1 group by state',
    [jobId],
  );
  const [attempts] = await admin.query<{ count: number }>(
    `select count(*)::int as count from delivery_attempts as a join deliveries as d on d.id = a.delivery_id
     where d.message_id = $1 and a.started_at > $2::timestamptz`,
    [jobId, answeredAt],
  );
  const [entries] = await admin.query<{ count: number }>(
    'select count(*)::int as count from inbox_items where message_id = $1',
    [jobId],
  );
  return {
    rows: Object.fromEntries(states.map(({ state, count }) => [state, count])),
    begunAfter: attempts?.count ?? 0,
    entries: entries?.count ?? 0,
  };
}

/** People who never log in; made here, since each registration takes its time on purpose. */
async function addPeople(admin: Admin, organizationId: string, count: number): Promise<void> {
  await admin.query(
    `with made as (
       insert into users (id, email, name, password_hash, email_verified_at)
       select id, id || '@example.test', 'Ada', '', now() from (
         select gen_random_uuid() as id from generate_series(1, $2)) as drawn returning id)
     insert into memberships (organization_id, id, user_id, role_id)
     select $1, gen_random_uuid(), made.id, (
       select id from roles where organization_id = $1 and key = 'member') from made`,
    [organizationId, count],
  );
}
