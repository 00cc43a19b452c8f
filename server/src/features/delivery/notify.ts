import type { Transaction } from '../../platform/database/database.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { currentSpan } from '../../platform/trace/current-span.ts';
import { createId, createIdAfter } from '../../kernel/ids.ts';
import { hashAddress, maskAddress, sealAddress } from './addresses.ts';
import { ringDoorbell } from './bell.ts';
import type { Subject } from './domain/preference.ts';
import type { StoredRecipient } from './domain/recipient.ts';
import type { Channel, Lane } from './domain/states.ts';
import { insertMessages, type NewMessage } from './store/plan.ts';

/** Whom something is for, as whoever asks says it. */
export type RecipientRequest =
  | { userId: string }
  | { email: string; name?: string; locale?: string }
  | { phone: string; locale?: string }
  | { topic: string }
  | { segment: 'members' | 'admins' }
  | { endpointId: string };

/** Who caused a message. */
export type MessageActor =
  | { kind: 'user' | 'apiKey'; id: string }
  | { kind: 'shareLink' | 'system'; id?: string };

/** What is to be said, to whom. */
export interface NotificationRequest {
  /** Null for messages of the instance. */
  organizationId: string | null;
  /** Of contract/src/notices.ts, or `custom`. */
  category: string;
  /** A type of notices.ts, the key of an organization's template, or `custom` with {title, body, url?} in the payload. */
  templateKey: string;
  payload: Record<string, unknown>;
  /** Texts of the template that are saved later are not for this message; absent: the newest ones then. */
  templateVersion?: number;
  /** Values that let somebody in: sealed, never shown, gone when all deliveries of the message are final. */
  secrets?: Record<string, unknown>;
  recipients: readonly RecipientRequest[];
  /** Null or absent: those that people have on. */
  channels?: readonly Channel[] | null;
  subject?: Subject;
  priority?: Lane;
  scheduledAt?: Date | null;
  expiresAt?: Date | null;
  actor: MessageActor;
  sourceEventId?: string | null;
  /** The trace that it belongs to; that of the running code where it is left out. */
  traceparent?: string | null;
  dedupeKey?: string | null;
  /** A message that it stands behind wherever order counts, whatever the clocks of the nodes say. */
  after?: string | null;
}

/** Place that a message's secrets are sealed for. */
export function secretsPlace(messageId: string): string {
  return `messages.payload_sealed ${messageId}`;
}

/**
 * Asks for a message in the transaction of whoever has something to say: it is kept with it, or not at all (delivery D2).
 * Answers its id, or null when one with its dedupe key is there.
 */
export async function notify(
  tx: Transaction,
  request: NotificationRequest,
  parts: { sealer: Sealer },
): Promise<string | null> {
  const [id = null] = await notifyAll(tx, [request], parts);
  if (id !== null) await ringDoorbell(tx);
  return id;
}

/** The same for many at once, without the bell; answers an id, or null, for each of them. */
export async function notifyAll(
  tx: Transaction,
  requests: readonly NotificationRequest[],
  { sealer }: { sealer: Sealer },
): Promise<(string | null)[]> {
  const messages = requests.map((request) => toMessage(request, sealer));
  const added = await insertMessages(tx, messages);
  return messages.map(({ id }) => (added.has(id) ? id : null));
}

function toMessage(request: NotificationRequest, sealer: Sealer): NewMessage {
  const { secrets, after = null } = request;
  const id = after === null ? createId() : createIdAfter(after);
  return {
    id,
    organizationId: request.organizationId,
    category: request.category,
    templateKey: request.templateKey,
    templateVersion: request.templateVersion ?? null,
    payload: request.payload,
    payloadSealed:
      secrets === undefined ? null : sealer.seal(JSON.stringify(secrets), secretsPlace(id)),
    recipients: request.recipients.map((recipient) => toStored(recipient, sealer)),
    channels: request.channels ?? null,
    subject: { ...request.subject },
    priority: request.priority ?? 'normal',
    scheduledAt: request.scheduledAt ?? null,
    expiresAt: request.expiresAt ?? null,
    actor: request.actor,
    sourceEventId: request.sourceEventId ?? null,
    traceparent: request.traceparent ?? currentSpan()?.traceparent ?? null,
    dedupeKey: request.dedupeKey ?? null,
  };
}

function toStored(recipient: RecipientRequest, sealer: Sealer): StoredRecipient {
  if ('email' in recipient) {
    const { email, name, locale } = recipient;
    return {
      ...toStoredAddress('email', email, sealer),
      ...(locale !== undefined && { locale }),
      ...(name !== undefined && { name }),
    };
  }
  if ('phone' in recipient) {
    const { phone, locale } = recipient;
    return {
      ...toStoredAddress('sms', phone, sealer),
      ...(locale !== undefined && { locale }),
    };
  }
  return recipient;
}

function toStoredAddress(channel: 'email' | 'sms', text: string, sealer: Sealer) {
  return {
    channel,
    hash: hashAddress(sealer, channel, text).toString('hex'),
    sealed: sealAddress(sealer, channel, text),
    masked: maskAddress(channel, text),
  };
}
