import type { Client as PostgresClient } from 'pg';
import { hashAuditRow, type AuditRow } from '../../server/src/platform/audit.ts';
import type { ClientLog, Edit } from './edits.ts';

/** The figures of the common checker (reliability R10), each with what it counted. */
export interface Verdict {
  lost: string[];
  repeated: string[];
  wrong: string[];
}

/**
 * Compares what clients were told with the rows, the event log, the audit chain and the mailbox. An edit without an
 * answer may be there or not, never twice; every row has its event, and every event its row.
 */
export async function check(database: PostgresClient, log: ClientLog): Promise<Verdict> {
  const verdict: Verdict = { lost: [], repeated: [], wrong: [...log.wrongAnswers] };
  await checkRoles(database, log, verdict);
  await checkRenames(database, log, verdict);
  await checkInvitations(database, log, verdict);
  await checkAuditChains(database, verdict);
  return verdict;
}

const ofKind = (log: ClientLog, kind: Edit['kind']) =>
  log.acknowledged.filter((edit) => edit.kind === kind);

async function checkRoles(
  database: PostgresClient,
  log: ClientLog,
  verdict: Verdict,
): Promise<void> {
  const rows = await countBy(database, `select name as text from roles where name like 'role %'`);
  const events = await countBy(
    database,
    `select data ->> 'name' as text from events where type = 'role.created' and data ->> 'name' like 'role %'`,
  );
  compare(ofKind(log, 'role'), rows, events, verdict);
}

async function checkInvitations(
  database: PostgresClient,
  log: ClientLog,
  verdict: Verdict,
): Promise<void> {
  const rows = await countBy(
    database,
    `select email as text from invitations where email like '%@example.test'`,
  );
  const events = await countBy(
    database,
    `select i.email as text from events as e join invitations as i on i.id = (e.data ->> 'invitationId')::uuid
     where e.type = 'invitation.created' and i.email like '%@example.test'`,
  );
  compare(ofKind(log, 'invite'), rows, events, verdict);
  const mails = await countBy(
    database,
    `select recipient as text from mailbox_messages where subject ilike '%invit%'`,
  );
  for (const { text } of ofKind(log, 'invite')) {
    if (!mails.has(text)) verdict.lost.push(`mail to ${text}`);
  }
  for (const [text, count] of mails) if (count > 1) verdict.repeated.push(`mail to ${text}`);
}

/** Renames of one organization are in order: the last one acknowledged, or one that got no answer, is its name. */
async function checkRenames(
  database: PostgresClient,
  log: ClientLog,
  verdict: Verdict,
): Promise<void> {
  const events = await countBy(
    database,
    `select data ->> 'to' as text from events where type = 'organization.renamed'`,
  );
  for (const { text } of ofKind(log, 'rename')) if (!events.has(text)) verdict.lost.push(text);
  for (const [text, count] of events) if (count > 1) verdict.repeated.push(text);
  const { rows } = await database.query<{ id: string; name: string; last: string | null }>(
    `select o.id, o.name, (
       select e.data ->> 'to' from events as e
       where e.aggregate_id = o.id and e.type = 'organization.renamed' order by e.position desc limit 1) as last
     from organizations as o`,
  );
  for (const { id, name, last } of rows) {
    if (last !== null && last !== name)
      verdict.wrong.push(`organization ${id} is "${name}", its last event says "${last}"`);
  }
}

function compare(
  acknowledged: Edit[],
  rows: Map<string, number>,
  events: Map<string, number>,
  verdict: Verdict,
): void {
  for (const { text } of acknowledged) if (!rows.has(text)) verdict.lost.push(text);
  for (const text of rows.keys()) if (!events.has(text)) verdict.lost.push(`event of ${text}`);
  for (const text of events.keys())
    if (!rows.has(text)) verdict.wrong.push(`event without row: ${text}`);
  for (const [text, count] of [...rows, ...events]) if (count > 1) verdict.repeated.push(text);
}

async function checkAuditChains(database: PostgresClient, verdict: Verdict): Promise<void> {
  const { rows } = await database.query<AuditRow & { hash: Buffer; at: Date }>(
    'select *, created_at as at from audit_entries order by chain_id, sequence',
  );
  let previous: Buffer = Buffer.alloc(32);
  for (const row of rows) {
    if (Number(row.sequence) === 1) previous = Buffer.alloc(32);
    const expected = hashAuditRow(previous, { ...row, created_at: row.at.toISOString() });
    if (!expected.equals(row.hash))
      verdict.wrong.push(`audit chain ${row.chain_id} breaks at ${row.sequence}`);
    previous = row.hash;
  }
}

async function countBy(database: PostgresClient, query: string): Promise<Map<string, number>> {
  const { rows } = await database.query<{ text: string; count: string }>(
    `select text, count(*) as count from (${query}) as found group by text`,
  );
  return new Map(rows.map(({ text, count }) => [text, Number(count)]));
}
