import { describe, expect, it } from 'vitest';
import { planDelivery, type MessageFacts, type RecipientFacts } from './plan-delivery.ts';
import type { Preference } from './preference.ts';
import type { Channel } from './states.ts';

const now = new Date('2026-05-05T23:00:00Z');
const message = (changes: Partial<MessageFacts> = {}): MessageFacts => ({
  category: {
    category: 'mention',
    modes: { inApp: 'on', email: 'on', push: 'on', sms: 'off', webhook: 'off' },
    isMandatory: false,
  },
  subject: { boardId: 'board' },
  lane: 'normal',
  scheduledAt: now,
  expiresAt: null,
  foldsUntil: null,
  channels: null,
  ...changes,
});
const recipient = (changes: Partial<RecipientFacts> = {}): RecipientFacts => ({
  preferences: [],
  quietHours: null,
  canSee: true,
  addresses: { inApp: { isSuppressed: false }, email: { isSuppressed: false } },
  ...changes,
});
const night = {
  timeZone: 'UTC',
  windows: [{ days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 22 * 60, toMinute: 7 * 60 }],
};
const plan = (
  asked: Partial<MessageFacts>,
  known: Partial<RecipientFacts>,
  channel: Channel = 'email',
) => planDelivery(message(asked), recipient(known), { channel, now });
const rule = (mode: Preference['mode']): Preference => ({
  scope: 'all',
  scopeId: null,
  category: null,
  channel: null,
  mode,
});

describe('delivery D4: what becomes of a message for one recipient', () => {
  it('goes at once, or when it is scheduled', () => {
    expect(plan({}, {})).toMatchObject({ state: 'queued', hold: null, runAt: now });
    const later = new Date('2026-05-06T09:00:00Z');
    expect(plan({ scheduledAt: later }, {})).toMatchObject({ hold: 'scheduled', runAt: later });
  });

  it('is suppressed with the reason', () => {
    const reason = (...args: Parameters<typeof plan>) => plan(...args);
    expect(reason({ channels: ['push'] }, {})).toMatchObject({ reason: 'notAsked' });
    expect(reason({}, { canSee: false })).toMatchObject({ reason: 'cannotSee' });
    expect(reason({}, { preferences: [rule('off')] })).toMatchObject({
      state: 'suppressed',
      reason: 'preference',
      choice: { decidedBy: { kind: 'preference', rule: rule('off') } },
    });
    expect(reason({}, {}, 'push')).toMatchObject({ reason: 'noAddress' });
    const bounced = { email: { isSuppressed: true, suppressedFor: 'hard bounce' } };
    expect(reason({}, { addresses: bounced })).toMatchObject({
      state: 'suppressed',
      reason: 'address',
      detail: 'hard bounce',
    });
  });

  it('delivery D15: waits for the end of quiet hours, but in the inbox it is at once', () => {
    const morning = new Date('2026-05-06T07:00:00Z');
    const quiet = { quietHours: night };
    expect(plan({}, quiet)).toMatchObject({ state: 'queued', hold: 'quiet', runAt: morning });
    expect(plan({}, quiet, 'inApp')).toMatchObject({ hold: null, runAt: now });
    expect(plan({ lane: 'critical' }, quiet)).toMatchObject({ hold: null, runAt: now });
    const evening = new Date('2026-05-06T22:30:00Z');
    expect(plan({ scheduledAt: evening }, quiet)).toMatchObject({
      hold: 'quiet',
      runAt: new Date('2026-05-07T07:00:00Z'),
    });
  });

  it('delivery D15: expires when its time is over before somebody may hear it', () => {
    const expiresAt = new Date('2026-05-06T06:00:00Z');
    expect(plan({ expiresAt }, { quietHours: night })).toMatchObject({
      state: 'expired',
      reason: 'quiet',
    });
    expect(plan({ expiresAt }, {})).toMatchObject({ state: 'queued' });
    expect(plan({ expiresAt: now }, {})).toMatchObject({ state: 'expired', reason: 'expired' });
    expect(plan({ scheduledAt: expiresAt, expiresAt }, {})).toMatchObject({ reason: 'expired' });
  });

  it('delivery D16: joins a digest by choice, unless it is critical or captured', () => {
    const digest = { preferences: [rule('digest')] };
    expect(plan({}, digest)).toMatchObject({ hold: 'digest', isDigest: true });
    expect(plan({ lane: 'critical' }, digest)).toMatchObject({ hold: null, isDigest: false });
    // Its lines would be captured with it, or what is captured sent.
    expect(plan({ isSandboxed: true }, digest)).toMatchObject({ hold: null, isDigest: false });
  });
});
