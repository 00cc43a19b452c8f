import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodePayload, encodePayload, makeStorable, MAX_PAYLOAD_BYTES } from './payload.ts';

const job = {
  name: 'test.read',
  payload: z.strictObject({
    id: z.string(),
    tags: z.record(z.string(), z.array(z.string())).optional(),
  }),
};

describe('fault F12: payloads', () => {
  it('fault F12: passes what it declares, both ways', () => {
    const payload = { id: 'käse 🧀 \\u0000 as text', tags: { a: ['b'] } };
    const encoded = encodePayload(job, payload);
    expect(encoded).toEqual({ ok: true, stored: payload });
    expect(decodePayload(job, payload)).toEqual({ ok: true, payload });
  });

  it('fault F12: names the field that a payload gets wrong', () => {
    const wrong = { id: 7 } as unknown as { id: string };
    expect(encodePayload(job, wrong)).toMatchObject({ problem: expect.stringContaining('id') });
    expect(decodePayload(job, wrong)).toMatchObject({ problem: expect.stringContaining('id') });
    for (const stored of [null, 'text', 5, [], {}, { id: 'a', extra: 1 }])
      expect(decodePayload(job, stored)).toMatchObject({ ok: false });
  });

  it.each([
    ['\\u0000 in a value', { id: 'a\u0000b' }, 'id'],
    ['a lone high surrogate', { id: 'a\ud83d' }, 'id'],
    ['a lone low surrogate', { id: '\udc00a' }, 'id'],
    ['a surrogate deep inside', { id: 'a', tags: { t: ['ok', '\ud800'] } }, 'tags.t.1'],
    ['\\u0000 in a key', { id: 'a', tags: { 'k\u0000': [] } }, 'a key in tags'],
  ])('fault F12: refuses %s before any engine sees it', (_name, payload, where) => {
    const encoded = encodePayload(job, payload);
    expect(encoded).toMatchObject({ ok: false, problem: expect.stringContaining(where) });
  });

  it('fault F12: refuses what exceeds its size, writing and reading', () => {
    const fits = { id: 'x'.repeat(MAX_PAYLOAD_BYTES - '{"id":""}'.length) };
    expect(encodePayload(job, fits).ok).toBe(true);
    expect(encodePayload(job, { id: `${fits.id}x` }).ok).toBe(false);
    const huge = { id: 'x'.repeat(5_000_000) };
    expect(encodePayload(job, huge)).toMatchObject({ problem: expect.stringContaining('5000009') });
    expect(decodePayload(job, huge)).toMatchObject({ problem: expect.stringContaining('5000009') });
    expect(encodePayload(job, { id: 'é'.repeat(MAX_PAYLOAD_BYTES / 2) }).ok).toBe(false);
  });

  it('fault F12: makes any message storable', () => {
    expect(makeStorable('a\u0000b\ud83dc🧀', 100)).toBe('a\\0b\ufffdc🧀');
    expect(makeStorable('🧀🧀', 3)).toBe('🧀\ufffd');
  });
});
