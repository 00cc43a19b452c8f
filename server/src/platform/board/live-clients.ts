import type { ErrorCode, ErrorDetails } from '@boardwire/contract/errors';
import type { Transaction } from '../database/database.ts';
import { Refusal } from '../refusal.ts';
import type { MutationOutcome } from './mutation.ts';

/** Answers of a client that are kept, for mutations that it repeats (live L17). */
const KEPT_ANSWERS = 100;

/** A live client of a person. */
export interface ClientKey {
  userId: string;
  clientId: string;
}

/** What a repeated mutation is answered with. */
type StoredAnswer =
  | { results: unknown[]; seq: number }
  | { error: { code: ErrorCode; message: string; details?: ErrorDetails } };

/** A mutation's answer on its way into the table. */
export interface NewAnswer extends ClientKey {
  mid: number;
  outcome: Extract<MutationOutcome, { kind: 'done' | 'refused' }>;
}

/** Number of each client's last mutation, 0 for one that is new; their locks are held. */
export async function readLastMids(
  tx: Transaction,
  clients: readonly ClientKey[],
): Promise<Map<string, number>> {
  const rows = await tx.query<ClientKey & { lastMid: number }>(
    `select c.user_id as "userId", c.client_id as "clientId", c.last_mid as "lastMid" from live_clients c
     join unnest($1::uuid[], $2::uuid[]) as wanted (user_id, client_id) using (user_id, client_id)`,
    [clients.map(({ userId }) => userId), clients.map(({ clientId }) => clientId)],
  );
  return new Map(rows.map((row) => [nameClient(row), row.lastMid]));
}

/** A client as a key of maps and locks. */
export function nameClient({ userId, clientId }: ClientKey): string {
  return `client:${userId}:${clientId}`;
}

/** The answer that a mutation got before; one that is no longer kept is told so. */
export async function readAnswer(
  tx: Transaction,
  { userId, clientId }: ClientKey,
  mid: number,
): Promise<MutationOutcome> {
  const [row] = await tx.query<{ answer: StoredAnswer }>(
    'select answer from live_answers where user_id = $1 and client_id = $2 and mid = $3',
    [userId, clientId, mid],
  );
  if (row === undefined) return { kind: 'done', results: [], seq: 0, isRepeated: true };
  if ('results' in row.answer) return { kind: 'done', ...row.answer, isRepeated: true };
  const { code, message, details } = row.answer.error;
  return { kind: 'refused', refusal: new Refusal(code, message, details) };
}

/** Stores answers and moves each client's number on. */
export async function storeAnswers(tx: Transaction, answers: readonly NewAnswer[]): Promise<void> {
  if (answers.length === 0) return;
  const last = new Map(answers.map((answer) => [nameClient(answer), answer]));
  const due = [...last.values()].filter(({ mid }) => mid % KEPT_ANSWERS === 0);
  // Sent together; the connection runs them in this order, so each answer finds its client.
  await Promise.all([
    tx.query(
      `insert into live_clients (user_id, client_id, last_mid)
       select * from unnest($1::uuid[], $2::uuid[], $3::bigint[])
       on conflict (user_id, client_id) do update set last_mid = excluded.last_mid, updated_at = now()`,
      columnsOf([...last.values()]),
    ),
    tx.query(
      `insert into live_answers (user_id, client_id, mid, answer)
       select u, c, m, a from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::jsonb[]) as r (u, c, m, a)`,
      [...columnsOf(answers), answers.map(({ outcome }) => JSON.stringify(toStored(outcome)))],
    ),
    due.length > 0 &&
      tx.query(
        `delete from live_answers a using unnest($1::uuid[], $2::uuid[], $3::bigint[]) as r (u, c, m)
         where a.user_id = r.u and a.client_id = r.c and a.mid <= r.m - ${KEPT_ANSWERS}`,
        columnsOf(due),
      ),
  ]);
}

function columnsOf(answers: readonly NewAnswer[]): [string[], string[], number[]] {
  return [
    answers.map(({ userId }) => userId),
    answers.map(({ clientId }) => clientId),
    answers.map(({ mid }) => mid),
  ];
}

function toStored(outcome: NewAnswer['outcome']): StoredAnswer {
  if (outcome.kind === 'done') return { results: outcome.results, seq: outcome.seq };
  const { code, message, details } = outcome.refusal;
  return { error: { code, message, ...(details === undefined ? {} : { details }) } };
}
