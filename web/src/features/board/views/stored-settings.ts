import { readFilter, writeFilter } from './filter-tree.ts';
import { isStored, type Stored } from './stored.ts';
import { DEFAULT_SETTINGS, type Sort, type ViewSettings } from './view-settings.ts';

/** Settings as they are stored, by their own names; other names belong to other versions. */
export type StoredSettings = Stored;

function readStrings(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined;
}

function readSort(value: unknown): Sort[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((each: unknown) => {
    if (!isStored(each) || typeof each['field'] !== 'string') return [];
    return [{ field: each['field'], direction: each['direction'] === 'down' ? 'down' : 'up' }];
  });
}

/** Narrower columns could not be taken hold of, wider ones hide all others. */
const WIDTH_PX = { least: 60, most: 1_200 } as const;

function readWidths(value: unknown): Record<string, number> | undefined {
  if (!isStored(value)) return undefined;
  const widths = Object.entries(value).flatMap(([id, width]) =>
    typeof width === 'number' && Number.isFinite(width)
      ? [[id, Math.min(Math.max(width, WIDTH_PX.least), WIDTH_PX.most)] as const]
      : [],
  );
  return Object.fromEntries(widths);
}

type Readers = {
  [Name in keyof ViewSettings]: (value: unknown) => ViewSettings[Name] | undefined;
};
const readText = (value: unknown) => (typeof value === 'string' ? value : undefined);

const readers: Readers = {
  filter: (value) => (isStored(value) ? readFilter(value) : undefined),
  sort: readSort,
  groupBy: readText,
  hidden: readStrings,
  order: readStrings,
  pinned: readStrings,
  widths: readWidths,
  kanbanBy: readText,
  cardFields: (value) => (value === null ? null : readStrings(value)),
};
const NAMES = Object.keys(readers) as (keyof ViewSettings)[];

/** The settings that are there and can be read. */
export function readPartly(stored: unknown): Partial<ViewSettings> {
  if (!isStored(stored)) return {};
  const known = NAMES.map((name) => [name, readers[name](stored[name])] as const);
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}

/** The settings of a stored view; what is missing or cannot be read is as by default. */
export function readViewSettings(stored: unknown): ViewSettings {
  return { ...DEFAULT_SETTINGS, ...readPartly(stored) };
}

/** Changed settings as they are stored. */
export function writePartly(settings: Partial<ViewSettings>): StoredSettings {
  const { filter, ...others } = settings;
  const plain = others as StoredSettings;
  return filter === undefined ? plain : { ...plain, filter: writeFilter(filter) };
}

/** The settings to store: `before` with what changed; what it holds from other versions survives. */
export function writeViewSettings(
  before: StoredSettings,
  settings: Partial<ViewSettings>,
): StoredSettings {
  return { ...before, ...writePartly(settings) };
}
