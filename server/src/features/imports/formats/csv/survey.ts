import type { DraftColor, DraftGroup, DraftOption, DraftPerson } from '../draft-board.ts';
import { draftLimits } from '../draft-limits.ts';
import type { DraftCounts } from '../draft.ts';
import { createProblemLog } from '../problem-log.ts';
import type { ProblemLog } from '../problem-log.ts';
import { cleanName, cut } from '../text.ts';

const PALETTE: DraftColor[] = [
  'blue',
  'green',
  'orange',
  'purple',
  'red',
  'teal',
  'yellow',
  'pink',
  'brown',
  'gray',
];
/** Ids of people whose names stand beside them, for comments that know the id only. */
const MAX_IDS = 10_000;

/** What a pass over the rows finds out: values that become groups, options and people, and what is wrong. */
export interface Survey {
  problems: ProblemLog;
  counts: DraftCounts;
  count: (kind: string, by?: number) => void;
  groups: Map<string, DraftGroup>;
  options: Map<string, Map<string, DraftOption>>;
  people: Map<string, DraftPerson>;
  idNames: Map<string, string>;
  itemKeys: Set<string>;
  /** Indexes of columns with more different values than a board takes. */
  crowded: Set<number>;
  /** Filled cells of ignored columns, by index. */
  ignored: Map<number, number>;
}

/** An empty survey; a second pass takes the names of ids over from the first. */
export function createSurvey(idNames = new Map<string, string>()): Survey {
  const counts: DraftCounts = {};
  return {
    problems: createProblemLog(),
    counts,
    count: (kind, by = 1) => {
      counts[kind] = (counts[kind] ?? 0) + by;
    },
    groups: new Map(),
    options: new Map(),
    people: new Map(),
    idNames,
    itemKeys: new Set(),
    crowded: new Set(),
    ignored: new Map(),
  };
}

/** The group of that name; the key is the text itself. */
export function addGroup(survey: Survey, text: string, index: number): string {
  const key = cleanName(text);
  if (survey.groups.has(key)) return key;
  if (survey.groups.size >= draftLimits.groups) survey.crowded.add(index);
  else survey.groups.set(key, { key, name: cut(key, draftLimits.name), isArchived: false });
  return key;
}

/** The option of that name in a column; two spellings are two options. */
export function addOption(survey: Survey, columnKey: string, text: string, index: number): string {
  const key = cleanName(text);
  const options = survey.options.get(columnKey) ?? new Map<string, DraftOption>();
  survey.options.set(columnKey, options);
  if (options.has(key)) return key;
  if (options.size >= draftLimits.options) survey.crowded.add(index);
  else options.set(key, { key, name: cut(key, draftLimits.name), color: colorAt(options.size) });
  return key;
}

function colorAt(place: number): DraftColor {
  return PALETTE[place % PALETTE.length] ?? 'gray';
}

/** The person of that name: `Ada Lovelace`, `ada@example.com`, or `Ada <ada@example.com>`. */
export function addPerson(survey: Survey, text: string, index?: number): string {
  const key = cleanName(text);
  if (survey.people.has(key)) return key;
  if (survey.people.size >= draftLimits.people) {
    if (index !== undefined) survey.crowded.add(index);
    return key;
  }
  const match = /^(?:(.*?)\s*<)?([^\s<>@]+@[^\s<>@]+)>?$/.exec(key);
  const name = cut(match?.[1] || match?.[2] || key, draftLimits.name);
  survey.people.set(key, { key, name, ...(match?.[2] && { email: match[2].toLowerCase() }) });
  return key;
}

/** Remembers whose id that is. */
export function addIdName(survey: Survey, id: string, name: string): void {
  if (survey.idNames.size < MAX_IDS && id !== '' && name !== '') survey.idNames.set(id, name);
}
