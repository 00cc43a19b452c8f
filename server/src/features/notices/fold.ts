import { isDeepStrictEqual } from 'node:util';
import { noticeTypes, type NoticeType, type NoticeValues } from '@boardwire/contract/notices';
import type { Transaction } from '../../platform/database/database.ts';
import type { Sealer } from '../../platform/sealing.ts';
import type { NotificationRequest } from '../delivery/index.ts';
import { closeFold, lockFolds, openFold, updateFold, type OpenFold } from './store/folds.ts';
import { lockUnsentUnder } from './store/unsent.ts';

/** What telling people stands on; the other features' doors come from outside. */
export interface TellParts {
  sealer: Sealer;
  notify(
    tx: Transaction,
    request: NotificationRequest,
    parts: { sealer: Sealer },
  ): Promise<string | null>;
  /** Takes a message back whose row is locked, as far as it was not sent. */
  cancelMessage(tx: Transaction, messageId: string): Promise<void>;
  refreshInbox(
    tx: Transaction,
    entry: { messageId: string; content: Record<string, unknown> },
  ): Promise<number>;
  /** The same content in other words: no news. */
  rewordInbox(
    tx: Transaction,
    entry: { messageId: string; content: Record<string, unknown> },
  ): Promise<number>;
  withdrawInbox(tx: Transaction, messageId: string): Promise<number>;
}

/** How long a message waits for more of its kind before it makes a noise: an afterthought is not a second mail. */
const FOLD_WINDOW_S = 60;

/** Something to tell one person. */
export interface Telling<Type extends NoticeType = NoticeType> {
  type: Type;
  userId: string;
  organizationId: string;
  /** What later news go together with, the narrowest first; null: with nothing, it goes out as it is. */
  keys: readonly string[] | null;
  values: NoticeValues[Type];
  /** Adds it to what waits; null when nothing is left to say. Absent: a message of its own. */
  merge?: (open: NoticeValues[Type], added: NoticeValues[Type]) => NoticeValues[Type] | null;
  subject: NonNullable<NotificationRequest['subject']>;
  actor: NotificationRequest['actor'];
  sourceEventId: string | null;
  traceparent: string | null;
  /** Only changes what waits: a change taken back is no news. */
  isRepeat: boolean;
}

/** Tells somebody: in the message that still waits for more of its kind, or in a new one. */
export async function tell<Type extends NoticeType>(
  tx: Transaction,
  parts: TellParts,
  telling: Telling<Type>,
): Promise<void> {
  const { organizationId, userId, keys, values, merge } = telling;
  const [open] =
    merge === undefined || keys === null
      ? []
      : await lockFolds(tx, { organizationId, userId, keys });
  if (open !== undefined && merge !== undefined)
    return amendMessage(tx, parts, open, merge(open.payload as never, values));
  if (!telling.isRepeat) await openMessage(tx, parts, telling);
}

/** What begins a message for one person. */
export type NewMessage<Type extends NoticeType = NoticeType> = Omit<
  Telling<Type>,
  'merge' | 'isRepeat'
>;

/** Begins a message that waits for more under its keys; answers its id, or null when it is there already. */
export async function openMessage<Type extends NoticeType>(
  tx: Transaction,
  parts: TellParts,
  { organizationId, userId, keys, values, type, ...cause }: NewMessage<Type>,
): Promise<string | null> {
  const { subject, actor, sourceEventId, traceparent } = cause;
  const messageId = await parts.notify(
    tx,
    {
      organizationId,
      category: noticeTypes[type],
      templateKey: type,
      payload: { ...values },
      recipients: [{ userId }],
      subject,
      actor,
      sourceEventId,
      traceparent,
    },
    parts,
  );
  if (messageId !== null && keys !== null)
    await openFold(tx, { organizationId, userId, keys }, { messageId, windowS: FOLD_WINDOW_S });
  return messageId;
}

/** Takes back what waits under a key, of all whom it is to be told. */
export async function takeBack(
  tx: Transaction,
  parts: TellParts,
  under: { organizationId: string; key: string },
): Promise<void> {
  for (const open of await lockUnsentUnder(tx, under)) await amendMessage(tx, parts, open, null);
}

/** Gives a locked message other values; one that says nothing more is taken back, with its entry in the inbox. */
export async function amendMessage(
  tx: Transaction,
  parts: TellParts,
  { messageId, payload }: Pick<OpenFold, 'messageId' | 'payload'>,
  next: object | null,
): Promise<void> {
  if (next === null) {
    await parts.cancelMessage(tx, messageId);
    await parts.withdrawInbox(tx, messageId);
    await closeFold(tx, messageId);
    return;
  }
  const content = { ...next } as Record<string, unknown>;
  if (isDeepStrictEqual(content, payload)) return;
  await updateFold(tx, messageId, content);
  await parts.refreshInbox(tx, { messageId, content });
}

/** Says what a locked message says in other words; nobody hears of it anew. */
export async function rewordMessage(
  tx: Transaction,
  parts: TellParts,
  messageId: string,
  next: object,
): Promise<void> {
  const content = { ...next } as Record<string, unknown>;
  await updateFold(tx, messageId, content);
  await parts.rewordInbox(tx, { messageId, content });
}
