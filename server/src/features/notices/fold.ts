import { noticeTypes, type NoticeType, type NoticeValues } from '@boardwire/contract/notices';
import type { Transaction } from '../../platform/database/database.ts';
import type { Sealer } from '../../platform/sealing.ts';
import type { NotificationRequest } from '../delivery/index.ts';
import {
  addFoldKeys,
  closeFold,
  lockFolds,
  openFold,
  updateFold,
  widenSubject,
  type OpenFold,
} from './store/folds.ts';

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
  withdrawInbox(tx: Transaction, messageId: string): Promise<number>;
}

/** How long a message waits for more of its kind before it makes a noise: an afterthought is not a second mail. */
const FOLD_WINDOW_S = 60;

/** Something to tell one person. */
export interface Telling<Type extends NoticeType = NoticeType> {
  type: Type;
  userId: string;
  organizationId: string;
  /** What later news go together with, the narrowest first. */
  keys: readonly string[];
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
  const { organizationId, userId, keys, values, merge, type } = telling;
  const [open] = merge === undefined ? [] : await lockFolds(tx, { organizationId, userId, keys });
  if (open !== undefined && merge !== undefined) {
    await amend(tx, parts, open, merge(open.payload as never, values));
    await addFoldKeys(tx, open.messageId, keys);
    return;
  }
  if (telling.isRepeat) return;
  const messageId = await parts.notify(
    tx,
    {
      organizationId,
      category: noticeTypes[type],
      templateKey: type,
      payload: { ...values },
      recipients: [{ userId }],
      subject: telling.subject,
      actor: telling.actor,
      sourceEventId: telling.sourceEventId,
      traceparent: telling.traceparent,
    },
    parts,
  );
  if (messageId !== null && keys.length > 0)
    await openFold(tx, { organizationId, userId, keys }, { messageId, windowS: FOLD_WINDOW_S });
}

/** Changes what waits under a key, for one person or for all whom it is to be told. */
export async function takeBack(
  tx: Transaction,
  parts: TellParts,
  { organizationId, userId, key }: { organizationId: string; userId: string | null; key: string },
  change: (open: Record<string, unknown>) => object | null,
): Promise<void> {
  const open = await lockFolds(tx, { organizationId, userId, keys: [key] });
  for (const fold of open) await amend(tx, parts, fold, change(fold.payload));
}

async function amend(
  tx: Transaction,
  parts: TellParts,
  { messageId, payload }: OpenFold,
  next: object | null,
): Promise<void> {
  if (next === null) {
    await parts.cancelMessage(tx, messageId);
    await parts.withdrawInbox(tx, messageId);
    await closeFold(tx, messageId);
    return;
  }
  const content = { ...next } as Record<string, unknown>;
  if (JSON.stringify(content) === JSON.stringify(payload)) return;
  await updateFold(tx, messageId, content);
  if (typeof content['count'] === 'number' && 'items' in content && content['count'] > 1)
    await widenSubject(tx, messageId);
  await parts.refreshInbox(tx, { messageId, content });
}
