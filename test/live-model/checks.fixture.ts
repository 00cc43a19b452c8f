import { isDeepStrictEqual } from 'node:util';
import type { BoardState } from '@boardwire/contract/board-state';
import { tagsOf } from './expectations.fixture.ts';
import { fields } from './model-board.fixture.ts';
import type { Edit } from './page.fixture.ts';
import { livingPages } from './world.fixture.ts';
import type { World } from './world.fixture.ts';

/** True when nothing is on its way and every page has followed. */
export function isQuiet(world: World): boolean {
  const { seq } = world.server.rows;
  const pages = world.profiles.flatMap(({ pages: all }) => all);
  const isSettled = pages.every(
    ({ life, board, edits }) =>
      !life.isOver &&
      board?.status() === 'live' &&
      edits.every(({ outcomes }) => outcomes.length > 0),
  );
  return isSettled && seq >= 0 && world.profiles.every(({ waitingCount }) => waitingCount === 0);
}

/** Everything that is wrong with a world that is quiet; empty when all is well (live L40). */
export async function findProblems(world: World): Promise<string[]> {
  return [
    ...world.server.problems,
    ...findViewProblems(world),
    ...(await findMutationProblems(world)),
    ...findClientProblems(world),
    ...findLogProblems(world),
    ...findValueProblems(world),
  ];
}

/** Every view equals the server's state. */
export function findViewProblems(world: World): string[] {
  const { state } = world.server.rows;
  return livingPages(world).flatMap(({ board }, index) => {
    const view = board?.view();
    if (view === undefined) return [`page ${index} has no board`];
    return compare(view, state).map((text) => `page ${index}: ${text}`);
  });
}

function compare(view: BoardState, state: BoardState): string[] {
  const problems: string[] = [];
  for (const name of ['items', 'conflicts', 'groups', 'columns'] as const) {
    const [shown, real] = [view[name], state[name]] as Map<string, unknown>[];
    for (const id of new Set([...(shown?.keys() ?? []), ...(real?.keys() ?? [])])) {
      const [left, right] = [shown?.get(id), real?.get(id)];
      if (isDeepStrictEqual(plain(left), plain(right))) continue;
      problems.push(`${name} ${id}: shown ${JSON.stringify(left)}, is ${JSON.stringify(right)}`);
    }
  }
  return problems;
}

function plain(row: unknown): unknown {
  return row === undefined ? undefined : JSON.parse(JSON.stringify(row));
}

/** Each mutation once or refused, and its maker was told the truth. */
async function findMutationProblems(world: World): Promise<string[]> {
  const { ledger } = world.server.rows;
  const problems: string[] = [];
  for (const [mark, { done, refused }] of ledger) {
    if (done + refused > 1) problems.push(`${mark} was decided ${done} + ${refused} times`);
  }
  for (const edit of livingPages(world).flatMap(({ edits }) => edits)) {
    problems.push(...judge(world, edit));
  }
  return problems;
}

function judge({ server, excused }: World, { mark, outcomes, handle }: Edit): string[] {
  const entry = server.rows.ledger.get(mark);
  const [outcome, ...others] = outcomes;
  if (outcome === undefined || others.length > 0) return [`${mark} got ${outcomes.length} answers`];
  if (excused.has(mark)) return [];
  const isDone = outcome.kind === 'done';
  // Of an edit that was refused nothing is to be taken back, and nobody asks for it.
  if (!isDone && handle === null) return [];
  if (entry === undefined) return [`${mark} is lost, and its maker was told ${outcome.kind}`];
  return isDone === entry.done > 0 ? [] : [`${mark} was told ${outcome.kind}, which is wrong`];
}

/** Numbers are used up one by one, and a client takes another id only after a restore. */
function findClientProblems({ server, profiles, hasRestored }: World): string[] {
  const problems: string[] = [];
  for (const [name, { last, decided }] of server.rows.clients) {
    const isWhole = decided.every((mid, index) => mid === index + 1) && decided.length === last;
    if (!isWhole) problems.push(`${name} is at ${last} after ${decided.join(' ')}`);
  }
  if (hasRestored) return problems;
  for (const { userId, clients } of profiles) {
    const used = [...clients].filter((id) => server.rows.clients.has(`${userId}:${id}`));
    if (used.length > 1) problems.push(`${userId} wrote as ${used.join(', ')}`);
  }
  return problems;
}

function findLogProblems({ server }: World): string[] {
  const { log, seq, state } = server.rows;
  const problems: string[] = [];
  if (log.length !== seq || log.some((change, index) => change.seq !== index + 1)) {
    problems.push(`the log holds ${log.map((change) => change.seq).join(' ')}`);
  }
  const places = [...state.items.values()].map(({ groupId, pos }) => `${groupId} ${pos}`);
  const twice = places.filter((place, index) => places.indexOf(place) !== index);
  return [...problems, ...twice.map((place) => `two items stand at ${place}`)];
}

/** Counters hold the sum of what was added, sets lost nothing and got nothing back. */
function findValueProblems({ server }: World): string[] {
  const { state, expectations } = server.rows;
  return [...state.items.values()].flatMap(({ id, values }) => {
    const counter = values[fields.counter] ?? 0;
    const sum = expectations.counters.get(id) ?? 0;
    const tags = [...((values[fields.tags] as string[] | undefined) ?? [])].toSorted();
    const wanted = [...tagsOf(expectations, id)].toSorted();
    return [
      ...(counter === sum ? [] : [`${id}: counter ${JSON.stringify(counter)} instead of ${sum}`]),
      ...(isDeepStrictEqual(tags, wanted)
        ? []
        : [`${id}: tags ${tags.join(' ')} instead of ${wanted.join(' ')}`]),
    ];
  });
}
