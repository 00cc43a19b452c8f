import type { Person } from '../harness/people.ts';

/** A call as the API takes it. */
export type Step = [method: string, path: string, body?: object];

/** What random steps may name; ids of things that are gone stay in, since people name those too. */
export interface Known {
  boardId: string;
  otherBoardId: string;
  people: Person[];
  options: string[];
  columns: { id: string; type: string }[];
  groups: string[];
  items: string[];
  views: string[];
  comments: string[];
  conflicts: string[];
  /** Makes what is written; without it, words of a few kinds. */
  makeText?: () => string;
}

/** Random choices that a seed repeats. */
export interface Dice {
  below(limit: number): number;
  pick<Value>(values: readonly Value[]): Value;
}

/** Dice by mulberry32. */
export function createDice(seed: number): Dice {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    pick<Value>(values: readonly Value[]): Value {
      if (values.length === 0) throw new Error('nothing to pick from');
      return values[below(values.length)] as Value;
    },
  };
}

const WORDS = ['plan', 'שלום', '🚀', '=1+1', 'zwei\nZeilen', 'ship', 'check'];
const STATES = ['archive', 'unarchive', 'restore'];

function words({ makeText }: Known, { below, pick }: Dice): string {
  if (makeText !== undefined) return makeText();
  return Array.from({ length: 1 + below(4) }, () => pick(WORDS)).join(' ');
}

function valueFor(type: string, known: Known, dice: Dice): unknown {
  const { options, people } = known;
  const { below, pick } = dice;
  if (below(8) === 0) return null;
  switch (type) {
    case 'number':
      return below(100);
    case 'status':
      return pick(options);
    case 'tags':
      return [...new Set([pick(options), pick(options)])];
    case 'person':
      return [pick(people).userId];
    case 'checkbox':
      return below(2) === 0;
    case 'date':
      return `2026-0${1 + below(9)}-1${below(10)}`;
    default:
      return words(known, dice);
  }
}

function changeFor(type: string, known: Known, dice: Dice): object {
  const { below, pick } = dice;
  if (type === 'tags' && below(2) === 0)
    return { add: [pick(known.options)], remove: [pick(known.options)] };
  if (type === 'number' && below(2) === 0) return { increment: below(9) - 4 };
  return { set: valueFor(type, known, dice), base: words(known, dice) };
}

function updateFields(known: Known, dice: Dice): Step {
  const { below, pick } = dice;
  const { id, type } = pick([{ id: 'title', type: 'title' }, ...known.columns]);
  const seen = below(2) === 0 ? {} : { seen: { [id]: below(200) } };
  const onConflict = below(3) === 0 ? { onConflict: pick(['merge', 'overwrite']) } : {};
  const what =
    below(2) === 0
      ? { values: { [id]: valueFor(type, known, dice) } }
      : { changes: { [id]: changeFor(type, known, dice) } };
  return ['PATCH', `/items/${pick(known.items)}`, { ...what, ...seen, ...onConflict }];
}

function destination({ groups, items }: Known, { below, pick }: Dice): object {
  const where = [{}, { groupId: pick(groups) }, { parentId: pick(items) }][below(3)];
  const anchor = [{}, { after: null }, { after: pick(items) }, { before: pick(items) }][below(4)];
  return { ...where, ...anchor };
}

function bulk(known: Known, dice: Dice): Step {
  const { pick } = dice;
  const itemIds = Array.from({ length: 1 + dice.below(6) }, () => pick(known.items));
  const action = pick([
    { kind: 'update', values: { title: words(known, dice) } },
    { kind: 'move', groupId: pick(known.groups) },
    { kind: pick(['archive', 'unarchive', 'delete', 'restore']) },
  ]);
  return ['POST', `/boards/${known.boardId}/items/bulk`, { itemIds, action }];
}

function onItems(known: Known, dice: Dice): Step {
  const { below, pick } = dice;
  const item = `/items/${pick(known.items)}`;
  const board = `/boards/${known.boardId}`;
  const toBoard = { itemIds: [pick(known.items)], toBoardId: known.otherBoardId };
  const steps: Step[] = [
    ['POST', `${item}/move`, destination(known, dice)],
    ['POST', `${item}/${pick(STATES)}`, {}],
    ['DELETE', item],
    ['POST', `${item}/duplicate`, {}],
    bulk(known, dice),
  ];
  if (below(12) === 0) return ['POST', `${board}/items/move-to-board`, toBoard];
  return pick(steps);
}

function onStructure(known: Known, dice: Dice): Step {
  const { pick } = dice;
  const board = `/boards/${known.boardId}`;
  const [group, column] = [`/groups/${pick(known.groups)}`, `/columns/${pick(known.columns).id}`];
  const name = words(known, dice);
  return pick<Step>([
    ['POST', `${board}/groups`, { name, after: pick([null, pick(known.groups)]) }],
    ['PATCH', group, { name, color: 'red', after: pick([null, pick(known.groups)]) }],
    ['POST', `${group}/${pick(STATES)}`, {}],
    ['DELETE', group],
    ['PATCH', column, { name, isHidden: dice.below(2) === 0, after: null }],
    ['DELETE', column],
    ['POST', `${column}/restore`, {}],
    ['POST', `${board}/views`, { name }],
    ['PATCH', `/views/${pick(known.views)}`, { name, settings: { sort: name } }],
    ['DELETE', `/views/${pick(known.views)}`],
    ['PATCH', board, { name, description: name }],
    ['PUT', `${board}/members/${pick(known.people).userId}`, { level: 'editor' }],
    ['PUT', `${board}/visibility`, { visibility: 'organization' }],
  ]);
}

function onComments(known: Known, dice: Dice): Step {
  const { pick } = dice;
  const comment = `/comments/${pick(known.comments)}`;
  const body = { blocks: [{ kind: 'code', text: words(known, dice) }] };
  return pick<Step>([
    ['POST', `/items/${pick(known.items)}/comments`, { body }],
    ['PATCH', comment, { body }],
    ['PUT', `${comment}/reaction`, { emoji: '🎉', isOn: dice.below(3) > 0 }],
    ['DELETE', comment],
  ]);
}

/** One call that somebody might make; some name what is gone and are refused. */
export function nextStep(known: Known, dice: Dice): Step {
  const { below, pick } = dice;
  const roll = below(100);
  if (roll < 20) {
    const place = below(3) === 0 ? destination(known, dice) : {};
    return ['POST', `/boards/${known.boardId}/items`, { title: words(known, dice), ...place }];
  }
  if (roll < 50) return updateFields(known, dice);
  if (roll < 72) return onItems(known, dice);
  if (roll < 84) return onComments(known, dice);
  if (roll < 87 && known.conflicts.length > 0)
    return [
      'POST',
      `/conflicts/${pick(known.conflicts)}/resolve`,
      { value: words(known, dice), version: below(300) },
    ];
  return onStructure(known, dice);
}
