import type { Transaction } from '../../platform/database/database.ts';

/** A mail that this worker may send until `fence` is outdone. */
export interface ClaimedMail {
  id: string;
  template: string;
  recipient: string;
  paramsSealed: string;
  locale: string;
  attempts: number;
  fence: number;
}

/** A claim counts this long; a worker that died is outdone afterwards. */
const LEASE_S = 60;
const IS_ABANDONED = `state = 'sending' and lease_until < now()`;
const ABANDONED_ERROR = 'the sender died at the last try';

export async function insertMail(
  tx: Transaction,
  mail: {
    id: string;
    organizationId: string | null;
    template: string;
    recipient: string;
    paramsSealed: string;
    locale: string;
  },
): Promise<void> {
  await tx.query(
    `insert into mails (id, organization_id, template, recipient, params_sealed, locale) values ($1, $2, $3, $4, $5, $6)`,
    [mail.id, mail.organizationId, mail.template, mail.recipient, mail.paramsSealed, mail.locale],
  );
}

/**
 * Claims the mail that waits longest, or null. The attempt counts from here on: a mail that takes its sender down each
 * time has `maxAttempts` too, and is left for `giveUpAbandoned` then.
 */
export async function claimMail(tx: Transaction, maxAttempts: number): Promise<ClaimedMail | null> {
  const [row] = await tx.query<ClaimedMail>(
    `update mails set state = 'sending', attempts = attempts + 1, fence = fence + 1,
       lease_until = now() + make_interval(secs => ${LEASE_S})
     where id = (
       select id from mails
       where (state = 'queued' and run_at <= now()) or (${IS_ABANDONED} and attempts < $1)
       order by run_at limit 1 for update skip locked)
     returning id, template, recipient, params_sealed as "paramsSealed", locale, attempts, fence`,
    [maxAttempts],
  );
  return row ?? null;
}

/** Ends as failed what no sender came back from at the last of `maxAttempts`; answers what that was. */
export function giveUpAbandoned(
  tx: Transaction,
  maxAttempts: number,
): Promise<{ id: string; template: string; attempts: number; error: string }[]> {
  return tx.query(
    `update mails set state = 'failed', lease_until = null, final_at = now(), params_sealed = '',
       error = $2 || coalesce('; before: ' || error, '')
     where id = any(array(select id from mails where ${IS_ABANDONED} and attempts >= $1 for update skip locked))
     returning id, template, attempts, error`,
    [maxAttempts, ABANDONED_ERROR],
  );
}

/** Ends a claim that still holds: as sent or failed, or queued again after `delayS`. */
export async function settleMail(
  tx: Transaction,
  mail: ClaimedMail,
  result: { state: 'sent' | 'failed' | 'queued'; error: string | null; delayS: number },
): Promise<boolean> {
  const rows = await tx.query(
    `update mails set state = $3, error = $4, lease_until = null, run_at = now() + make_interval(secs => $5),
       final_at = case when $3 = 'queued' then null else now() end,
       params_sealed = case when $3 = 'queued' then params_sealed else '' end
     where id = $1 and fence = $2 and state = 'sending' returning id`,
    [mail.id, mail.fence, result.state, result.error, result.delayS],
  );
  return rows.length === 1;
}

/** Forgets mails that ended more than `days` ago. */
export async function deleteOldMails(tx: Transaction, days: number): Promise<void> {
  await tx.query(`delete from mails where final_at < now() - make_interval(days => $1)`, [days]);
}
