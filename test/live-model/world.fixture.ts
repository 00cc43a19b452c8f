import { createModelServer } from './model-server.fixture.ts';
import type { ModelServer } from './model-server.fixture.ts';
import type { Mutants } from './mutants.fixture.ts';
import type { Edit, Page } from './page.fixture.ts';
import { createProfile } from './profile.fixture.ts';
import type { Profile } from './profile.fixture.ts';
import type { Timeline } from './timeline.fixture.ts';

/** Everything that a run of the model consists of. */
export interface World {
  timeline: Timeline;
  server: ModelServer;
  profiles: readonly Profile[];
  mutants: Mutants;
  /** Marks whose answers came before a restore took their effect away. */
  excused: Set<string>;
  /** Marks that were made on pages which crashed, with the mutation's id where it is known. */
  abandoned: Map<string, string>;
  hasRestored: boolean;
  nextMark(): string;
  /** From here on the network and the server are good. */
  calm(): void;
}

/** Ada has two tabs in one browser and a second browser; Bob may not delete. */
const PEOPLE = [
  { userId: 'ada', tabs: 2 },
  { userId: 'bob', tabs: 1 },
  { userId: 'ada', tabs: 1 },
] as const;
const STORMY = { drop: 0.04, repeat: 0.05, late: 0.08 };
const CALM = { drop: 0, repeat: 0, late: 0 };
const REFUSES_FOR_NOW = 0.03;

/** Makes the server of a world; `cutAll` ends every connection. */
export type CreateServer = (
  timeline: Timeline,
  mutants: Mutants,
  cutAll: () => void,
) => ModelServer;

/** Creates a world; nothing has happened in it. */
export function createWorld(
  timeline: Timeline,
  mutants: Mutants = {},
  createServer: CreateServer = createModelServer,
): World {
  let faults = STORMY;
  const profiles: Profile[] = [];
  const server = createServer(timeline, mutants, () => {
    for (const { link } of profiles) link.cut({ isSilent: timeline.random() < 0.2 });
  });
  server.refusesForNow = REFUSES_FOR_NOW;
  for (const person of PEOPLE) {
    const parts = { timeline, server: () => server, faults: () => faults };
    profiles.push(createProfile({ ...parts, ...person }));
  }
  let marks = 0;
  for (const profile of profiles) profile.start();
  return {
    timeline,
    server,
    profiles,
    mutants,
    excused: new Set(),
    abandoned: new Map(),
    hasRestored: false,
    nextMark: () => `mark-${(marks += 1)}`,
    calm() {
      faults = CALM;
      server.refusesForNow = 0;
    },
  };
}

/** Pages of all profiles that live. */
export function livingPages({ profiles }: World): Page[] {
  return profiles.flatMap(({ pages }) => pages).filter(({ life }) => !life.isOver);
}

/** The database goes back to its backup: what was answered since is lost with it, and rightly so. */
export function restore(world: World): void {
  const { server, profiles, excused } = world;
  const before = new Set(server.rows.ledger.keys());
  server.restore();
  const settled = new Set(profiles.flatMap((profile) => [...profile.settled]));
  for (const profile of profiles) {
    const edits = profile.pages.flatMap((page) => page.edits);
    const isUndoHeard = hasUnheardUndo(profile, edits);
    for (const { mark, handle, outcomes } of edits) {
      const isHeard = handle === null ? isUndoHeard : settled.has(handle.id);
      if ((outcomes.length > 0 || isHeard) && before.has(mark)) excused.add(mark);
    }
  }
  for (const [mark, id] of world.abandoned) if (settled.has(id)) excused.add(mark);
  world.hasRestored = true;
}

/** Whether the answer to an undo, whose id nobody outside knows, has reached the browser and not yet its page. */
function hasUnheardUndo({ settled }: Profile, edits: readonly Edit[]): boolean {
  const edited = new Set(edits.map(({ handle }) => handle?.id));
  const undone = [...settled].filter((id) => !edited.has(id)).length;
  const heard = edits.filter(({ handle, outcomes }) => handle === null && outcomes.length > 0);
  return undone > heard.length;
}

/** A tab's program ends; its edits may or may not have reached the disk. */
export function crash(world: World, profile: Profile, index: number): void {
  for (const { mark, handle } of profile.pages[index]?.edits ?? []) {
    world.abandoned.set(mark, handle?.id ?? '');
  }
  profile.crash(index);
}
