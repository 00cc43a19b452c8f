import type { Transaction } from '../../platform/database/database.ts';

/** The value of an instance setting, or undefined when it was never set. */
export async function readSetting(tx: Transaction, key: string): Promise<unknown> {
  const [row] = await tx.query<{ value: unknown }>(
    'select value from instance_settings where key = $1',
    [key],
  );
  return row?.value;
}

export async function writeSetting(tx: Transaction, key: string, value: unknown): Promise<void> {
  await tx.query(
    `insert into instance_settings (key, value) values ($1, $2::jsonb)
     on conflict (key) do update set value = excluded.value, updated_at = now()`,
    [key, JSON.stringify(value)],
  );
}

/** Changes parts of a setting while it is still the one with `id`. */
export async function mergeSetting(
  tx: Transaction,
  key: string,
  id: string,
  change: Record<string, unknown>,
): Promise<void> {
  await tx.query(
    `update instance_settings set value = value || $3::jsonb, updated_at = now()
     where key = $1 and value->>'id' = $2`,
    [key, id, JSON.stringify(change)],
  );
}

export async function deleteSetting(tx: Transaction, key: string): Promise<void> {
  await tx.query('delete from instance_settings where key = $1', [key]);
}

export async function hasInstanceOwner(tx: Transaction): Promise<boolean> {
  const rows = await tx.query('select 1 from users where is_instance_owner');
  return rows.length > 0;
}

/** Where a mail to a person goes, and how it speaks. */
export async function readAddressee(
  tx: Transaction,
  userId: string,
): Promise<{ email: string; name: string; locale: string }> {
  const [row] = await tx.query<{ email: string; name: string; locale: string }>(
    'select email, name, locale from users where id = $1',
    [userId],
  );
  if (row === undefined) throw new Error('the caller has no account');
  return row;
}

/** Such as "17.5". */
export async function readDatabaseVersion(tx: Transaction): Promise<string> {
  const [row] = await tx.query<{ version: string }>(
    `select split_part(current_setting('server_version'), ' ', 1) as version`,
  );
  return row?.version ?? '';
}

/** A mail of the built-in mailbox. */
export interface MailboxRow {
  id: string;
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  at: string;
}

export async function insertMailboxMessage(
  tx: Transaction,
  message: Omit<MailboxRow, 'at'>,
): Promise<void> {
  await tx.query(
    `insert into mailbox_messages (id, sender, recipient, subject, html, text) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do nothing`,
    [message.id, message.from, message.to, message.subject, message.html, message.text],
  );
}

/** Newest first, after the message `afterId`; one more than `limit` tells that there is another page. */
export async function listMailboxMessages(
  tx: Transaction,
  page: { afterId: string | null; limit: number },
): Promise<Pick<MailboxRow, 'id' | 'to' | 'subject' | 'at'>[]> {
  return tx.query(
    `select id, recipient as to, subject, created_at as at from mailbox_messages
     where $1::uuid is null
       or (created_at, id) < (select created_at, id from mailbox_messages where id = $1)
     order by created_at desc, id desc limit $2 + 1`,
    [page.afterId, page.limit],
  );
}

export async function readMailboxMessage(tx: Transaction, id: string): Promise<MailboxRow | null> {
  const [row] = await tx.query<MailboxRow>(
    `select id, sender as from, recipient as to, subject, html, text, created_at as at
     from mailbox_messages where id = $1`,
    [id],
  );
  return row ?? null;
}

/** The mailbox is for trying things out: it keeps the newest `keep` mails. */
export async function trimMailbox(tx: Transaction, keep: number): Promise<void> {
  await tx.query(
    `delete from mailbox_messages where id in (
       select id from mailbox_messages order by created_at desc, id desc offset $1)`,
    [keep],
  );
}
