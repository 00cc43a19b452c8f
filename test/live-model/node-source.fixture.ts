import type { CommittedChange } from '../../server/src/platform/board/mutation.ts';
import type { LiveBus } from '../../server/src/platform/live/live-bus.ts';
import type { LiveSource } from '../../server/src/platform/live/live-source.ts';
import type { ModelRows } from './model-rows.fixture.ts';
import type { Timeline } from './timeline.fixture.ts';

/** Longest way to the database or back, and from one node to another. */
const MAX_POOL_MS = 25;
const MAX_BUS_MS = 15;
/** Announcements that get lost. */
const BUS_LOSS = 0.1;

/** A pool of connections to the rows: answers come in any order, each true at some moment in between. */
export function createNodeSource(timeline: Timeline, rows: ModelRows): LiveSource {
  const ask = <Answer>(read: () => Answer): Promise<Answer> =>
    new Promise((resolve) => {
      timeline.soon(MAX_POOL_MS, () => {
        const answer = read();
        timeline.soon(MAX_POOL_MS, () => resolve(answer));
      });
    });
  return {
    readHead: () => ask(() => ({ epoch: rows.epoch, seq: rows.seq, logFloor: rows.logFloor })),
    readSeqs: (boardIds) =>
      ask(() => boardIds.map((boardId) => ({ boardId, epoch: rows.epoch, seq: rows.seq }))),
    readShown: () => ask(() => null),
    isDeleted: () => ask(() => false),
    readChanges: (_boardId, since, limit) =>
      ask(() => rows.log.filter(({ seq }) => seq > since).slice(0, limit) as CommittedChange[]),
    readPermissions: (_boardId, actors) => ask(() => actors.map(() => ['board:read'])),
  };
}

/** The bus between nodes; it loses some of what it is told. */
export function createBuses(timeline: Timeline): { open(): LiveBus } {
  const listeners = new Set<(boardId: string, seq: number) => void>();
  return {
    open() {
      let own: (boardId: string, seq: number) => void = () => undefined;
      return {
        announce(boardId, seq) {
          for (const listener of listeners) {
            if (timeline.random() < BUS_LOSS) continue;
            timeline.soon(MAX_BUS_MS, () => listeners.has(listener) && listener(boardId, seq));
          }
        },
        start(onAdvance) {
          own = onAdvance;
          listeners.add(own);
        },
        stop: () => void listeners.delete(own),
      };
    },
  };
}
