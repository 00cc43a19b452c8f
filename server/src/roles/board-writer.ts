import type { BoardEvent } from '@boardwire/contract/board-state';
import { createAccess, type Access } from '../platform/access.ts';
import { createBoardUnits } from '../platform/board/board-units.ts';
import { createMutateBoard, type MutateBoard } from '../platform/board/mutate-board.ts';
import type { CommittedChanges } from '../platform/board/mutation.ts';
import type { CommittedEvent } from '../platform/cache/cache-class.ts';
import type { Cache } from '../platform/cache/cache.ts';
import { createLiveBus } from '../platform/live/live-bus.ts';
import type { LiveHub } from '../platform/live/live-hub.ts';
import type { NodeBus } from '../platform/live/node-bus.ts';
import type { Outbox } from '../platform/outbox.ts';
import type { ComposedFeatures } from './features.ts';
import type { Foundation } from './foundation.ts';

/** The one way to write boards, for requests, sockets and jobs. */
export interface BoardWriter {
  /** Throws before `open`: features get it before they are all there. */
  mutateBoard: MutateBoard;
  /** Takes the features' tables and access rules. */
  open(composed: ComposedFeatures, outbox: Outbox, cache?: Pick<Cache, 'onCommitted'>): Access;
  /** From here on changes of this process reach the screens of this process at once. */
  onHub(hub: LiveHub): void;
}

/** Creates the writer of this process. */
export function createBoardWriter(foundation: Foundation, nodeBus: NodeBus): BoardWriter {
  const { memories } = foundation;
  const bus = createLiveBus(nodeBus);
  let hub: LiveHub | null = null;
  let write: MutateBoard | null = null;
  const announce = (changes: CommittedChanges) => {
    const last = changes.changes.at(-1);
    if (hub !== null) hub.publish(changes);
    // A worker has no screens; those of other processes hear of it.
    else if (last !== undefined) bus.announce(changes.boardId, last.seq);
  };
  return {
    mutateBoard(mutation) {
      if (write === null) throw new Error('boards cannot be written yet');
      return write(mutation);
    },
    open({ locators, loadGrants, loadBoard, boardTables }, outbox, cache) {
      const access = createAccess(foundation, locators, loadGrants, loadBoard);
      const onCommitted = (changes: CommittedChanges) => {
        cache?.onCommitted(changes.changes.map(({ event }) => describeChange(changes, event)));
        announce(changes);
        outbox.wake();
      };
      const units = createBoardUnits(boardTables, memories);
      write = createMutateBoard({ ...foundation, access, units, onCommitted });
      return access;
    },
    onHub: (made) => void (hub = made),
  };
}

function describeChange(
  { boardId, organizationId }: CommittedChanges,
  { type, data }: BoardEvent,
): CommittedEvent {
  return { type, organizationId, aggregateId: boardId, data };
}
