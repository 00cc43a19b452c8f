import { describe, expect, it } from 'vitest';
import { repeatOnBoards } from './system-mutation.ts';

const places = ['a', 'b', 'c'].map((boardId) => ({ boardId, organizationId: 'o' }));

describe('chores over boards', () => {
  it('reliability R19: a board that fails does not keep the others waiting, and is told of', async () => {
    const left = new Map([
      ['a', 2],
      ['b', 1],
      ['c', 2],
    ]);
    const steps: string[] = [];
    const run = repeatOnBoards(places, new AbortController().signal, async ({ boardId }) => {
      steps.push(boardId);
      if (boardId === 'b') throw new Error('broken');
      const count = left.get(boardId) ?? 0;
      left.set(boardId, count - 1);
      return count;
    });
    await expect(run).rejects.toMatchObject({ errors: [new Error('broken')] });
    expect(steps).toEqual(['a', 'a', 'a', 'b', 'c', 'c', 'c']);
  });

  it('reliability R21: ends after the step at hand when the program stops', async () => {
    const stopping = new AbortController();
    let steps = 0;
    await repeatOnBoards(places, stopping.signal, async () => {
      steps += 1;
      if (steps === 2) stopping.abort();
      return 1;
    });
    expect(steps).toBe(2);
  });
});
