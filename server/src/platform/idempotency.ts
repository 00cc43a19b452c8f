import type { Transaction } from './database/database.ts';
import { conflict, invalid, type Refusal } from './refusal.ts';
import type { Sealer } from './sealing.ts';

/** One use of an Idempotency-Key by one caller (reliability R2). */
export interface IdempotentRequest {
  /** Who uses it: keys of different callers never meet. */
  scope: string;
  key: string;
  operation: string;
  input: unknown;
  /** How long its answer is kept; absent: a day. */
  keptDays?: number | undefined;
}

/** The answer that an earlier request with this key got; `undefined` when this is the first. */
export type StoredAnswer = { answer: unknown } | undefined;

/** Stored answers are kept this long, where the operation does not say otherwise. */
const KEPT_DAYS = 1;
const KEY_FORMAT = /^[\x21-\x7e]{1,255}$/;

/** The refusal of a malformed key, or null. */
export function checkIdempotencyKey(key: string): Refusal | null {
  if (KEY_FORMAT.test(key)) return null;
  return invalid({ path: 'Idempotency-Key', message: '1 to 255 visible ASCII characters' });
}

/**
 * Claims the key for this transaction and answers what was stored under it before. Throws CONFLICT when a request with
 * this key is still running, or when the key was used for another request.
 */
export async function claimIdempotencyKey(
  tx: Transaction,
  request: IdempotentRequest,
  sealer: Sealer,
): Promise<StoredAnswer> {
  const [claim] = await tx.query<{ claimed: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, 1)) as claimed',
    [`${request.scope} ${request.key}`],
  );
  if (claim?.claimed !== true) {
    throw conflict(
      'idempotency_key_in_use',
      'A request with this Idempotency-Key is still running; wait for its answer',
    );
  }
  const [row] = await tx.query<{ operation: string; requestHash: Buffer; answer: string }>(
    `select operation, request_hash as "requestHash", answer_sealed as answer
     from idempotency_keys where scope = $1 and key = $2`,
    [request.scope, request.key],
  );
  if (row === undefined) return undefined;
  if (
    row.operation !== request.operation ||
    !row.requestHash.equals(hashRequest(request, sealer))
  ) {
    throw conflict(
      'idempotency_key_reused',
      'This Idempotency-Key was used for another request; take a new one',
    );
  }
  return { answer: JSON.parse(sealer.open(row.answer, placeOf(request))) as unknown };
}

/** Keeps the answer, sealed since it may hold a secret that is shown once. */
export async function storeIdempotentAnswer(
  tx: Transaction,
  request: IdempotentRequest,
  answer: unknown,
  sealer: Sealer,
): Promise<void> {
  await tx.query(
    `insert into idempotency_keys (scope, key, operation, request_hash, answer_sealed, kept_until)
     values ($1, $2, $3, $4, $5, now() + make_interval(days => $6))`,
    [
      request.scope,
      request.key,
      request.operation,
      hashRequest(request, sealer),
      sealer.seal(JSON.stringify(answer), placeOf(request)),
      request.keptDays ?? KEPT_DAYS,
    ],
  );
}

function placeOf({ scope, key }: IdempotentRequest): string {
  return `idempotency_keys.answer_sealed ${scope} ${key}`;
}

/** Keyed, since an input may hold a password: a bare hash of it could be searched through. */
function hashRequest({ operation, input }: IdempotentRequest, sealer: Sealer): Buffer {
  return sealer.fingerprint(`${operation} ${JSON.stringify(input) ?? ''}`);
}
