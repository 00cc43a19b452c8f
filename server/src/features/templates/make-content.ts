import type { Board, Column, Group, Item, View } from '@boardwire/contract/board-model';
import type { Json } from '@boardwire/contract/column-types';
import { createId } from '../../kernel/ids.ts';
import { ranksBetween } from '../../kernel/rank.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { BoardContent } from '../../platform/board/board-content.ts';
import type { Template, TemplateColumn, TemplateItem, TemplateValue } from './template.ts';

/** Makes the rows of a template for one board: new ids, days counted from the day the board is made. */
export function makeContent(
  template: Template,
  board: Pick<Board, 'createdAt' | 'createdBy'>,
  { withItems }: { withItems: boolean },
): BoardContent {
  const columns = makeColumns(template, board.createdAt);
  const groups = makeGroups(template, board.createdAt);
  const byKey = new Map(template.columns.map(({ key }, index) => [key, columns[index] as Column]));
  return {
    columns,
    groups,
    views: makeViews(template, byKey),
    items: withItems ? makeItems(template, { board, groups, byKey }) : [],
  };
}

function makeColumns({ columns }: Template, createdAt: string): Column[] {
  const places = ranksBetween(null, null, columns.length);
  return columns.map(({ name, type, options, settings }, index) => ({
    id: createId(),
    type,
    name,
    settings: { ...settings, ...(options && { options: options.map(makeOption) }) },
    pos: places[index] as string,
    isHidden: false,
    createdAt,
    deletedAt: null,
  }));
}

function makeOption([name, color, done]: NonNullable<TemplateColumn['options']>[number]) {
  return { id: createId(), name, color, ...(done && { isDone: true }) };
}

function makeGroups({ groups }: Template, createdAt: string): Group[] {
  const places = ranksBetween(null, null, groups.length);
  return groups.map(([name, color], index) => ({
    id: createId(),
    name,
    color,
    pos: places[index] as string,
    createdAt,
    archivedAt: null,
    deletedAt: null,
  }));
}

function makeViews({ views }: Template, byKey: ReadonlyMap<string, Column>): View[] {
  const places = ranksBetween(null, null, views.length);
  return views.map(({ name, kind, by, sortBy }, index) => ({
    id: createId(),
    name,
    kind,
    settings: {
      ...(by !== undefined && { kanbanBy: requireColumn(byKey, by).id }),
      ...(sortBy !== undefined && {
        sort: [{ field: requireColumn(byKey, sortBy).id, direction: 'up' }],
      }),
    },
    ownerId: null,
    pos: places[index] as string,
  }));
}

interface ItemScene {
  board: Pick<Board, 'createdAt' | 'createdBy'>;
  groups: readonly Group[];
  byKey: ReadonlyMap<string, Column>;
}

function makeItems({ items }: Template, scene: ItemScene): Item[] {
  const made: Item[] = [];
  const add = (row: Pick<Item, 'groupId' | 'parentId' | 'pos' | 'values'>): string => {
    const { createdAt, createdBy } = scene.board;
    const id = createId();
    const written = { createdBy, createdAt, updatedBy: createdBy, updatedAt: createdAt };
    const rest = { versions: {}, commentCount: 0, archivedAt: null, deletedAt: null };
    made.push({ id, number: made.length + 1, ...row, ...written, ...rest });
    return id;
  };
  const places = ranksBetween(null, null, items.length);
  for (const [index, item] of items.entries()) {
    const groupId = requireGroup(scene.groups, item).id;
    const values = makeValues(item, scene);
    const parentId = add({ groupId, parentId: null, pos: places[index] as string, values });
    const below = item.below ?? [];
    const placesBelow = ranksBetween(null, null, below.length);
    for (const [at, sub] of below.entries()) {
      const pos = placesBelow[at] as string;
      add({ groupId: null, parentId, pos, values: makeValues(sub, scene) });
    }
  }
  return made;
}

function makeValues(
  { title, values = {} }: Pick<TemplateItem, 'title' | 'values'>,
  { board, byKey }: ItemScene,
): Item['values'] {
  const entries = Object.entries(values).map(([key, value]) => {
    const column = requireColumn(byKey, key);
    return [column.id, makeValue(column, value, board)] as const;
  });
  return { title, ...Object.fromEntries(entries) };
}

function makeValue(column: Column, value: TemplateValue, board: ItemScene['board']): Json {
  const dayOf = (offset: number) =>
    new Date(Date.parse(board.createdAt) + offset * DAY_MS).toISOString().slice(0, 10);
  if (typeof value === 'string') return column.type === 'status' ? optionId(column, value) : value;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (isNames(value)) return value.map((name) => optionId(column, name));
  if ('me' in value) return [board.createdBy];
  if ('day' in value) return dayOf(value.day);
  if ('from' in value) return { start: dayOf(value.from), end: dayOf(value.to) };
  return { ...value };
}

function isNames(value: TemplateValue): value is readonly string[] {
  return Array.isArray(value);
}

function optionId({ name, settings }: Column, wanted: string): string {
  const options = settings['options'] as { id: string; name: string }[];
  const option = options.find((one) => one.name === wanted);
  if (option === undefined) throw new Error(`${name} has no option "${wanted}"`);
  return option.id;
}

function requireColumn(byKey: ReadonlyMap<string, Column>, key: string): Column {
  const column = byKey.get(key);
  if (column === undefined) throw new Error(`the template has no column "${key}"`);
  return column;
}

function requireGroup(groups: readonly Group[], { group, title }: TemplateItem): Group {
  const found = groups[group];
  if (found === undefined) throw new Error(`"${title}" is in no group of the template`);
  return found;
}
