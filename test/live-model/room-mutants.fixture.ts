import type * as intakes from '../../server/src/platform/live/change-intake.ts';
import type { ChangeRing } from '../../server/src/platform/live/change-ring.ts';
import type * as rooms from '../../server/src/platform/live/live-room.ts';
import type { CommittedChange } from '../../server/src/platform/board/mutation.ts';

/** Parts of the rooms that are wrong on purpose. */
export const mutated = { intake: false, entry: false };

const ENTRY_DELAY_MS = 20;

/** An intake that takes changes in the order in which they come. */
export function mutateIntake(original: typeof intakes): typeof intakes {
  return {
    createChangeIntake(parts, place, listener) {
      const intake = original.createChangeIntake(parts, place, listener);
      if (!mutated.intake) return intake;
      const ring = createCarelessRing(place.seq);
      return {
        ...intake,
        ring,
        take(changes) {
          for (const change of changes) if (change.seq > ring.seq) ring.push(change);
          listener.onGrown();
        },
        advance: () => undefined,
      };
    },
  };
}

function createCarelessRing(first: number): ChangeRing {
  const changes: CommittedChange[] = [];
  return {
    get seq() {
      return changes.at(-1)?.seq ?? first;
    },
    floor: first,
    push: (change) => void changes.push(change),
    after: (since) => (since < first ? null : changes.filter(({ seq }) => seq > since)),
    reset: () => undefined,
  };
}

/** A room that a member enters a little after its replay. */
export function mutateRoom(original: typeof rooms): typeof rooms {
  return {
    createLiveRoom(parts, place) {
      const room = original.createLiveRoom(parts, place);
      if (!mutated.entry) return room;
      const enter: rooms.LiveRoom['enter'] = (member) =>
        void setTimeout(() => room.enter(member), ENTRY_DELAY_MS);
      return Object.create(room, { enter: { value: enter } }) as rooms.LiveRoom;
    },
  };
}
