import { noticeCategories } from '@boardwire/contract/notices';
import { t } from '../../i18n/t.tsx';
import type { PlainMessageKey } from '../../i18n/message-types.ts';
import type { BadgeTone } from '../../ui/badge.tsx';
import type { Delivery, DeliveryState, Message } from './delivery-types.ts';

/** Names that come from the server, with the texts that they have. */
type Texts = Readonly<Record<string, PlainMessageKey>>;

const TYPES: Texts = {
  assigned: 'deliveryType.assigned',
  mentioned: 'deliveryType.mentioned',
  commented: 'deliveryType.commented',
  statusChanged: 'deliveryType.statusChanged',
  dueSoon: 'deliveryType.dueSoon',
  overdue: 'deliveryType.overdue',
  conflictWaiting: 'deliveryType.conflictWaiting',
  importFinished: 'deliveryType.importFinished',
  invited: 'deliveryType.invited',
  endpointDisabled: 'deliveryType.endpointDisabled',
  deadLetters: 'deliveryType.deadLetters',
  digest: 'deliveryType.digest',
  custom: 'deliveryType.custom',
  webhook: 'deliveryType.webhook',
  invitation: 'deliveryType.invitation',
  organizationDeletionScheduled: 'deliveryType.organizationDeletionScheduled',
};
const REASONS: Texts = {
  notAsked: 'deliveryReason.notAsked',
  cannotSee: 'deliveryReason.cannotSee',
  preference: 'deliveryReason.preference',
  noAddress: 'deliveryReason.noAddress',
  address: 'deliveryReason.address',
  quiet: 'deliveryReason.quiet',
  expired: 'deliveryReason.expired',
  emptyDigest: 'deliveryReason.emptyDigest',
  takenBack: 'deliveryReason.takenBack',
  too_long: 'deliveryReason.tooLong',
  cost_cap: 'deliveryReason.costCap',
  over_cost_cap: 'deliveryReason.overCostCap',
  endpointDisabled: 'deliveryReason.endpointDisabled',
  notRecipient: 'deliveryReason.notRecipient',
  unplannable: 'deliveryReason.unplannable',
};
const ACTORS: Texts = {
  system: 'deliveryActor.system',
  apiKey: 'deliveryActor.apiKey',
  user: 'deliveryActor.user',
};
const TONES: Readonly<Record<DeliveryState, BadgeTone>> = {
  queued: 'accent',
  sending: 'accent',
  uncertain: 'warning',
  sent: 'success',
  delivered: 'success',
  failed: 'danger',
  cancelled: 'neutral',
  suppressed: 'neutral',
  expired: 'warning',
};

function textOf(texts: Texts, name: string): string {
  const key = Object.hasOwn(texts, name) ? texts[name] : undefined;
  return key === undefined ? name : t(key);
}

/** What a message is called: by its own words, else by its kind. */
export function messageName({ title, template }: Pick<Message, 'title' | 'template'>): string {
  return title ?? textOf(TYPES, template);
}

/** What it is about, as people choose it; calls of webhooks are no matter of choice, and named by what they are. */
export function kindName({ category, template }: Pick<Message, 'category' | 'template'>): string {
  return template === 'webhook' ? textOf(TYPES, template) : categoryName(category);
}

/** A category as the notification settings name it; programs have categories of their own. */
export function categoryName(category: string): string {
  return Object.hasOwn(noticeCategories, category)
    ? t(`category.${category as keyof typeof noticeCategories}`)
    : category;
}

/** Why it went no further; codes of providers stand there as they are. */
export function reasonText(reason: string): string {
  return textOf(REASONS, reason);
}

/** Who asked for a message: a person, or a program by the name of its key. */
export function actorText({ kind, name }: Message['actor']): string {
  if (name === null) return textOf(ACTORS, kind);
  return kind === 'apiKey' ? t('deliveryActor.key', { name }) : name;
}

export function stateTone(state: DeliveryState): BadgeTone {
  return TONES[state];
}

/** What more there is to say of a state: why it waits, or why it ended. */
export function detailOf({ hold, reason }: Pick<Delivery, 'hold' | 'reason'>): string | null {
  if (hold !== null) return t(`deliveryHold.${hold}`);
  return reason === null ? null : reasonText(reason);
}

/** Whom a delivery was for: a person, an address, or an endpoint. */
export function recipientText(
  delivery: Pick<Delivery, 'recipientId' | 'recipientName' | 'address'> & {
    channel: Delivery['channel'] | null;
  },
): string {
  const { recipientId, recipientName, address, channel } = delivery;
  if (channel === null) return t('delivery.allRecipients');
  if (recipientId !== null) return recipientName ?? t('delivery.somebody');
  return address ?? t(channel === 'webhook' ? 'delivery.endpoint' : 'delivery.somebody');
}
