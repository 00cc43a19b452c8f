import { Refusal } from '../refusal.ts';

/**
 * SQLSTATEs after which the same request can succeed later: connection, resources, operator intervention. 08P01, a
 * message that is wrong, is a fault of ours and stays one.
 */
const UNAVAILABLE = /^(08(?!P01)|53|57P0)/;
const DISK_FULL = '53100';
const CANCELED = '57014';

/** An error of the database as the caller should hear it; faults of ours stay what they are. */
export function asRefusal(error: unknown, isCommitting = false): unknown {
  if (error instanceof Refusal || !(error instanceof Error)) return error;
  const code = (error as { code?: unknown }).code;
  const sqlState = typeof code === 'string' ? code : '';
  if (sqlState === DISK_FULL) return unavailable('disk_full', error, isCommitting);
  if (sqlState === CANCELED) return unavailable('database_timeout', error, isCommitting);
  return isConnectionLoss(error, sqlState) ? unavailable('database', error, isCommitting) : error;
}

function isConnectionLoss(error: Error, code: string): boolean {
  if (code !== '') return UNAVAILABLE.test(code) || /^E[A-Z]+$/.test(code);
  return /connection|not queryable|timeout/i.test(error.message);
}

function unavailable(reason: string, cause: Error, isCommitting: boolean): Refusal {
  const outcome = isCommitting
    ? 'It is not known whether the change was kept: repeat it with the same Idempotency-Key.'
    : 'Nothing was changed. Try again in a moment.';
  const message = `The database does not answer right now. ${outcome}`;
  const refusal = new Refusal(
    'SERVICE_UNAVAILABLE',
    message,
    { reason, uncertain: isCommitting },
    1,
  );
  refusal.cause = cause;
  return refusal;
}
