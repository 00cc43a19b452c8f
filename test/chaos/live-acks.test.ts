import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerMessage } from '@boardwire/contract/sync';
import { connectLive } from '../harness/live.ts';
import { onNode, openScreen, readPlace } from './live-screens.ts';
import { buildMutant, buildProgram, killLeftPrograms, type Mutation } from './program-process.ts';
import { nightly } from '../harness/tier.ts';

let main: string;
beforeAll(async () => {
  main = await buildProgram();
});
afterAll(killLeftPrograms);

const TIMEOUT_MS = 120_000;
/** Together less than what one connection may send at once. */
const BURSTS = 5;
const BURST = 10;
const SCREENS = 30;

/** Writes in bursts, and answers which changes came to their writer before their acknowledgement. */
async function findOvertaken(mainFile: string): Promise<number[]> {
  return onNode(mainFile, async (nodes, scene) => {
    const { owner, member, boardId } = scene;
    const url = nodes.urls[0] ?? '';
    const place = await readPlace(scene);
    for (let count = 0; count < SCREENS; count += 1)
      await openScreen(scene, { url, person: member, place });
    const wire = await connectLive({ url }, owner);
    wire.send({ t: 'join', board: boardId, epoch: place.epoch, since: place.seq });
    await wire.next('joined');
    const mids = Array.from({ length: BURSTS * BURST }, (_, index) => index + 1);
    for (const mid of mids) {
      const calls = [{ op: 'items.create', input: { boardId, title: `Item ${mid}` } }];
      wire.send({ t: 'mutate', mid, board: boardId, epoch: place.epoch, calls });
      if (mid % BURST === 0) await wire.next('ack', (ack) => ack.mid === mid);
    }
    await wire.next('changes', ({ changes }) =>
      changes.some((change) => change.mid === mids.length),
    );
    return mids.filter((mid) => placeOf(wire.heard, mid, 'ack') > placeOf(wire.heard, mid));
  });
}

/** Where in what was heard a mutation's acknowledgement is, or its change. */
function placeOf(heard: readonly ServerMessage[], mid: number, kind?: 'ack'): number {
  return heard.findIndex((message) =>
    kind === undefined
      ? message.t === 'changes' && message.changes.some((change) => change.mid === mid)
      : message.t === kind && message.mid === mid,
  );
}

const HAND_OUT =
  'batch.forEach(({ resolve }, index) => resolve(result.outcomes[index] as MutationOutcome));';

/** Outcomes are handed out when the board's screens have been sent the changes. */
const acksLast: Mutation[] = [
  { file: 'board/mutate-board.ts', find: `  ${HAND_OUT}\n`, replace: '' },
  {
    file: 'board/mutate-board.ts',
    find: '  handOn(parts, result);\n',
    replace: `  handOn(parts, result);\n  await nextTurn();\n  ${HAND_OUT}\n`,
  },
];

describe('live L29: who writes hears that it is saved before others are told', () => {
  it('no change comes before its acknowledgement', { timeout: TIMEOUT_MS }, async () => {
    expect(await findOvertaken(main)).toEqual([]);
  });

  nightly('mutant: the fan-out goes first', { timeout: TIMEOUT_MS }, async () => {
    expect(await findOvertaken(await buildMutant('acks-last', acksLast))).not.toEqual([]);
  });
});
