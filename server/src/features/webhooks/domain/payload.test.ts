import { describe, expect, it } from 'vitest';
import { toPayload, writeBody } from './payload.ts';

const event = {
  id: '0197a2c4-0000-7000-8000-000000000001',
  type: 'item.created',
  organizationId: '0197a2c4-0000-7000-8000-000000000002',
  boardId: null,
  actor: { kind: 'user', userId: '0197a2c4-0000-7000-8000-000000000003', sessionId: 'x' },
  data: { item: { title: 'Hello' } },
  createdAt: '2026-11-21T12:00:00.000Z',
};

describe('SPEC E3: what a call says', () => {
  it('type, time, who and what, and nothing of the session', () => {
    expect(JSON.parse(writeBody(toPayload(event)))).toEqual({
      type: 'item.created',
      timestamp: '2026-11-21T12:00:00.000Z',
      data: {
        eventId: event.id,
        organizationId: event.organizationId,
        boardId: null,
        actor: { kind: 'user', userId: event.actor.userId },
        event: event.data,
      },
    });
  });

  it('the bytes do not depend on the order in which fields are kept', () => {
    const payload = toPayload(event);
    const { data, type, timestamp } = payload;
    expect(writeBody({ data, timestamp, type })).toBe(writeBody(payload));
  });

  it.each([
    ['a', 20_000],
    ['ü', 10_000],
  ])('an event of more than 18 kB is told without what it says: %s', (letter, count) => {
    const payload = toPayload({ ...event, data: { text: letter.repeat(count) } });
    expect(payload.data.event).toBeNull();
    expect(payload.data.eventId).toBe(event.id);
  });

  it('any other stays whole, below 20 kB', () => {
    const payload = toPayload({ ...event, data: { text: 'ü'.repeat(8_900) } });
    expect(payload.data.event).not.toBeNull();
    expect(Buffer.byteLength(writeBody(payload))).toBeLessThan(20_000);
  });
});
