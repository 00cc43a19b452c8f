import type { Admin } from './delivery-admin.ts';
import type { Acknowledged, InboxLine } from './delivery-load.ts';
import type { Arrival } from './delivery-sinks.ts';

/** The figures of the common checker (reliability R10) on notifications. */
export interface DeliveryVerdict {
  /** Promised, and nobody has it. */
  lost: string[];
  /** Came again where it may not, without an attempt that says that nobody knew, or when no sender of it had died. */
  repeated: string[];
  /** Rows that do not say what happened. */
  wrong: string[];
  /** Mails and calls that came again under the same id, after an attempt in doubt (reliability R6). */
  byPolicy: string[];
  /** Share of the mails that came again, in percent; calls of webhooks are dropped by their id. */
  repeatedMailPercent: number;
}

/** The three logs. */
export interface DeliveryLogs {
  acknowledged: readonly Acknowledged[];
  arrivals: readonly Arrival[];
  inbox: readonly InboxLine[];
  /** By killed worker, what any worker had in hand when it ended. */
  inHand: readonly ReadonlySet<string>[];
}

interface Row {
  id: string;
  messageId: string;
  channel: Acknowledged['channel'];
  state: string;
  attempt: number;
  attempts: number;
  open: number;
  doubts: number;
  /** Attempts whose sender is taken for dead. */
  ended: number;
}

const PERCENT = 100;
/** In the words about a copy: its sender gave no sign of life. */
export const SENDER_ENDED = 'its sender ended';

/** Compares what clients were promised with the final rows and with what every receiver saw. */
export async function checkDelivery(database: Admin, logs: DeliveryLogs): Promise<DeliveryVerdict> {
  const rows = await readRows(database);
  const verdict = emptyVerdict();
  const counts = countArrivals(logs);
  const names = new Map(logs.acknowledged.map(({ jobId, name }) => [jobId, name]));
  for (const row of rows) {
    const name = names.get(row.messageId);
    // Asked for without an answer: it may be there or not, and what is there counts like the rest.
    const key = row.channel === 'email' || row.channel === 'webhook' ? row.id : (name ?? row.id);
    const deaths = logs.inHand.filter((ids) => ids.has(row.id)).length;
    judgeRow({ ...row, deaths }, counts.get(`${row.channel} ${key}`) ?? 0, verdict);
    counts.delete(`${row.channel} ${key}`);
  }
  const kept = new Map(rows.map((row) => [row.messageId, row]));
  for (const { jobId, channel, name } of logs.acknowledged)
    if (!kept.has(jobId)) verdict.lost.push(`${channel} ${name}: promised, and there is no row`);
  for (const key of counts.keys()) verdict.wrong.push(`${key}: came, and there is no row`);
  checkNumbers(logs.inbox, verdict);
  await checkSums(database, verdict);
  const mails = rows.filter(({ channel }) => channel === 'email').length;
  const again = verdict.byPolicy.filter((each) => each.startsWith('email')).length;
  verdict.repeatedMailPercent = (again / Math.max(1, mails)) * PERCENT;
  return verdict;
}

function emptyVerdict(): DeliveryVerdict {
  return { lost: [], repeated: [], wrong: [], byPolicy: [], repeatedMailPercent: 0 };
}

function countArrivals({ arrivals, inbox }: DeliveryLogs): Map<string, number> {
  const counts = new Map<string, number>();
  const seen = [
    ...arrivals.map(({ channel, key }) => `${channel} ${key}`),
    ...inbox.flatMap(({ title }) => (title === null ? [] : [`inApp ${title}`])),
  ];
  for (const key of seen) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** `deaths`: kills that found it in somebody's hand. */
function judgeRow(row: Row & { deaths: number }, arrivals: number, verdict: DeliveryVerdict): void {
  const { id, channel, state, attempt, attempts, open, doubts, ended, deaths } = row;
  const name = `${channel} ${id}`;
  if (arrivals === 0) verdict.lost.push(`${name}: ${state}`);
  if (state !== 'sent' && state !== 'delivered') verdict.wrong.push(`${name}: is ${state}`);
  if (channel !== 'inApp' && (attempts !== attempt || open > 0))
    verdict.wrong.push(`${name}: ${attempts} attempts of ${attempt}, ${open} without an end`);
  const copies = arrivals - 1;
  if (copies <= 0) return;
  // The inbox is exactly once, and a text is asked for before it is sent again.
  const excused = doubts - Math.max(0, ended - deaths);
  const mayRepeat = (channel === 'email' || channel === 'webhook') && copies <= excused;
  const why = ended > 0 ? `${name}, ${SENDER_ENDED}` : name;
  if (mayRepeat) verdict.byPolicy.push(...Array.from({ length: copies }, () => why));
  else
    verdict.repeated.push(
      `${name}: ${arrivals} times, ${doubts} attempts in doubt, ${ended} of dead senders, ${deaths} kills`,
    );
}

/** Numbers of an inbox have no gaps, so that clients know that they have all of it (reliability R5). */
function checkNumbers(inbox: readonly InboxLine[], verdict: DeliveryVerdict): void {
  for (const [index, { seq, title }] of inbox.entries())
    if (seq !== index + 1) verdict.wrong.push(`entry ${title} has the number ${seq}`);
}

/** Whatever was planned stands in one of the states (delivery D23). */
async function checkSums(database: Admin, verdict: DeliveryVerdict): Promise<void> {
  const rows = await database.query<{ id: string; planned: number; count: number }>(
    `select m.id, m.planned, count(d.id)::int as count from messages as m
     left join deliveries as d on d.message_id = m.id where m.organization_id is not null
     group by m.id having m.planned <> count(d.id)`,
  );
  for (const { id, planned, count } of rows)
    verdict.wrong.push(`message ${id}: ${planned} planned, ${count} rows`);
}

function readRows(database: Admin): Promise<Row[]> {
  return database.query<Row>(
    `select d.id, d.message_id as "messageId", d.channel, d.state, d.attempt,
       count(a.number)::int as attempts,
       count(a.number) filter (where a.outcome is null)::int as open,
       count(a.number) filter (where a.outcome = 'uncertain')::int as doubts,
       count(a.number) filter (where a.code = 'sender_ended')::int as ended
     from deliveries as d join messages as m on m.id = d.message_id
     left join delivery_attempts as a on a.delivery_id = d.id
     where m.organization_id is not null and m.actor ->> 'kind' <> 'system' group by d.id`,
  );
}
