import { describe, expect, it } from 'vitest';
import type { BoardOperation } from './board-operation.ts';
import type { Mutation } from './mutation.ts';
import { takeBatch } from './take-batch.ts';

/** What a batch is cut by: who sent it, in which order, how long it is, whether it runs alone. */
function queued(client: string, mid: number, { length = 10, isSolo = false } = {}) {
  const operation = { isSolo } as unknown as BoardOperation;
  const mutation: Mutation = {
    boardId: 'board',
    organizationId: 'organization',
    actor: { kind: 'system', name: client },
    request: { requestId: 'r', ipAddress: '' } as Mutation['request'],
    calls: [{ operation, input: 'x'.repeat(length) }],
    live: { clientId: client, mid, epoch: 1 },
  };
  return { mutation, name: `${client}${mid}` };
}
const namesOf = (batch: { name: string }[]) => batch.map(({ name }) => name);
const many = (client: string, count: number) =>
  Array.from({ length: count }, (_, index) => queued(client, index + 1));

describe('live L4: what shares a transaction', () => {
  it('takes at most fifty, clients in turn, each in its own order', () => {
    const queue = [...many('a', 60), ...many('b', 2)];
    const batch = namesOf(takeBatch(queue));
    expect(batch.slice(0, 5)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
    expect(batch).toHaveLength(50);
    expect(namesOf(takeBatch(queue))).toEqual(
      many('a', 60)
        .slice(48)
        .map(({ name }) => name),
    );
    expect(queue).toEqual([]);
  });

  it('ends a batch at 256 kB, and leaves the rest in order', () => {
    const queue = [1, 2, 3, 4].map((mid) => queued('a', mid, { length: 100_000 }));
    expect(namesOf(takeBatch(queue))).toEqual(['a1', 'a2']);
    expect(namesOf(takeBatch(queue))).toEqual(['a3', 'a4']);
  });

  it('takes one that is longer than that alone', () => {
    const queue = [queued('a', 1, { length: 300_000 }), queued('b', 1)];
    expect(namesOf(takeBatch(queue))).toEqual(['a1']);
    expect(namesOf(takeBatch(queue))).toEqual(['b1']);
  });

  it('runs one alone that asks for it, and nothing before it later', () => {
    const queue = [queued('a', 1), queued('b', 1, { isSolo: true }), queued('c', 1)];
    expect(namesOf(takeBatch(queue))).toEqual(['a1']);
    expect(namesOf(takeBatch(queue))).toEqual(['b1']);
    expect(namesOf(takeBatch(queue))).toEqual(['c1']);
  });
});
