import {
  choose,
  type CategoryDefaults,
  type Choice,
  type Preference,
  type Subject,
} from './preference.ts';
import { findRelease, type QuietHours } from './quiet-hours.ts';
import type { Channel, Hold, Lane } from './states.ts';

/** What is to be sent, as far as it decides for whom and when. */
export interface MessageFacts {
  category: CategoryDefaults;
  subject: Subject;
  lane: Lane;
  scheduledAt: Date;
  expiresAt: Date | null;
  /** Until then it may still gather more: what makes a noise waits, so that ten edits ring once. */
  foldsUntil: Date | null;
  /** The channels that the sender asked for; null: all that people have on. */
  channels: readonly Channel[] | null;
  /** It is captured instead of sent. */
  isSandboxed?: boolean;
}

/** What is known of somebody who may get it. */
export interface RecipientFacts {
  preferences: readonly Preference[];
  quietHours: QuietHours | null;
  /** False when they may not see what it is about (any more). */
  canSee: boolean;
  /** Where each channel reaches them; a channel that is absent has no address. */
  addresses: Partial<Record<Channel, { isSuppressed: boolean; suppressedFor?: string }>>;
}

/** What was decided of one recipient and channel, with the reason and the rule behind it (delivery D4, D24). */
export type Decision =
  | { state: 'queued'; hold: Hold | null; runAt: Date; isDigest: boolean; choice: Choice }
  | { state: 'suppressed'; reason: SuppressReason; detail?: string; choice: Choice }
  | { state: 'expired'; reason: 'quiet' | 'expired'; choice: Choice };

/** Why somebody does not get something. */
export type SuppressReason = 'preference' | 'notAsked' | 'cannotSee' | 'noAddress' | 'address';

/** Decides what becomes of a message for one recipient on one channel, at `now`. */
export function planDelivery(
  message: MessageFacts,
  recipient: RecipientFacts,
  { channel, now }: { channel: Channel; now: Date },
): Decision {
  const { category, subject, expiresAt } = message;
  const { preferences } = recipient;
  const choice = choose(category, channel, { preferences, subject });
  const suppressed = findReason(message, recipient, { channel, choice });
  if (suppressed !== null) return { state: 'suppressed', ...suppressed, choice };
  if (expiresAt !== null && expiresAt <= now)
    return { state: 'expired', reason: 'expired', choice };
  const isMute = channel === 'inApp' || channel === 'webhook';
  const due = dueOf(message, isMute, now);
  // The inbox makes no noise, and what is critical is worth waking up for (delivery D15).
  const isSilent = isMute || message.lane === 'critical';
  const runAt =
    isSilent || recipient.quietHours === null ? due : findRelease(recipient.quietHours, due);
  if (expiresAt !== null && runAt >= expiresAt)
    return { state: 'expired', reason: runAt > due ? 'quiet' : 'expired', choice };
  // What is for later joins a digest when its time has come, not before; what is captured would take the rest with it.
  const isDigest =
    choice.mode === 'digest' &&
    message.lane !== 'critical' &&
    message.scheduledAt <= now &&
    message.isSandboxed !== true;
  return { state: 'queued', hold: holdOf({ runAt, due, now, isDigest }), runAt, isDigest, choice };
}

function dueOf({ scheduledAt, foldsUntil }: MessageFacts, isMute: boolean, now: Date): Date {
  const at = !isMute && foldsUntil !== null && foldsUntil > scheduledAt ? foldsUntil : scheduledAt;
  return at > now ? at : now;
}

function findReason(
  { channels }: MessageFacts,
  { canSee, addresses }: RecipientFacts,
  { channel, choice }: { channel: Channel; choice: Choice },
): { reason: SuppressReason; detail?: string } | null {
  if (channels !== null && !channels.includes(channel)) return { reason: 'notAsked' };
  if (!canSee) return { reason: 'cannotSee' };
  if (choice.mode === 'off') return { reason: 'preference' };
  const address = addresses[channel];
  if (address === undefined) return { reason: 'noAddress' };
  if (!address.isSuppressed) return null;
  const { suppressedFor } = address;
  return { reason: 'address', ...(suppressedFor !== undefined && { detail: suppressedFor }) };
}

function holdOf({
  runAt,
  due,
  now,
  isDigest,
}: {
  runAt: Date;
  due: Date;
  now: Date;
  isDigest: boolean;
}): Hold | null {
  if (isDigest) return 'digest';
  if (runAt > due) return 'quiet';
  return due > now ? 'scheduled' : null;
}
