import type { DraftColumn } from '../draft-board.ts';
import type { DraftItem } from '../draft-item.ts';
import { draftLimits } from '../draft-limits.ts';
import type { DraftCounts, DraftResult, ImportDraft, OpenFile } from '../draft.ts';
import { createProblemLog } from '../problem-log.ts';
import type { ProblemLog } from '../problem-log.ts';
import { cleanText, cut } from '../text.ts';
import { toCustomColumns, toGroups, toLabels, toPeople } from './board-parts.ts';
import { toItem } from './card.ts';
import { byCard, checklistsByCard, silence } from './context.ts';
import type { CardContext } from './context.ts';
import { readExport } from './export.ts';
import type { TrelloExport } from './export.ts';
import { toName } from './names.ts';
import { sortByPosition } from './positions.ts';
import { asObject, asText } from './raw.ts';
import type { Raw } from './raw.ts';
import { reportRest } from './report.ts';

/** Reads a board export of Trello; the draft holds what the board needs, not the file. */
export async function readTrello(open: OpenFile): Promise<DraftResult> {
  const result = await readExport(open);
  if (result.kind === 'refused') return result;
  const problems = createProblemLog();
  const found = result.export;
  const unique = { ...found, cards: withoutRepeats(found.cards, problems) };
  return { kind: 'ok', draft: await toDraft(unique, problems) };
}

async function toDraft(found: TrelloExport, problems: ProblemLog): Promise<ImportDraft> {
  const of = { objectKey: asText(found.board['id']), field: 'board', fallback: 'Trello board' };
  const boardName = toName(asText(found.board['name']), of, problems);
  const groups = toGroups(found, problems);
  const people = toPeople(found);
  const columns = toColumns(found, problems);
  const counts: DraftCounts = {};
  const context: CardContext = {
    problems,
    count: (kind, by = 1) => {
      counts[kind] = (counts[kind] ?? 0) + by;
    },
    groupKeys: new Set(groups.map(({ key }) => key)),
    peopleKeys: new Set(people.map(({ key }) => key)),
    peopleNames: new Map(people.map(({ key, name }) => [key, name])),
    columns: new Map(columns.map((column) => [column.key, column])),
    checklists: checklistsByCard(found),
    comments: byCard(found.comments, ({ card }) => asText(asObject(card)['id'])),
  };
  const cards = sortByPosition(found.cards);
  // A first pass for the report: nothing of it is kept.
  for await (const item of eachItem(cards, context)) void item;
  reportRest(found, problems);
  countParts(counts, { groups, people, columns });
  return {
    format: 'trello',
    source: `trello:${of.objectKey}`,
    boardName,
    boardDescription: toBoardDescription(found, problems),
    groups,
    columns,
    people,
    problems: problems.list(),
    counts,
    items: () => eachItem(cards, silence(context)),
  };
}

/** Lets the event loop turn now and then: some boards have ten thousand cards. */
async function* eachItem(cards: readonly Raw[], context: CardContext): AsyncGenerator<DraftItem> {
  for (const [index, card] of cards.entries()) {
    if (index % 200 === 199) await new Promise(setImmediate);
    yield toItem(card, context);
  }
}

function toColumns(found: TrelloExport, problems: ProblemLog): DraftColumn[] {
  const fixed = (key: string, name: string, type: DraftColumn['type']): DraftColumn => ({
    key,
    name,
    type,
    options: [],
    isFixed: true,
  });
  const has = (field: string) => found.cards.some((card) => Boolean(card[field]));
  const hasChecklists = checklistsByCard(found).size > 0;
  const all: [boolean, DraftColumn][] = [
    [true, fixed('members', 'Members', 'person')],
    [true, { ...fixed('labels', 'Labels', 'tags'), options: toLabels(found, problems) }],
    [has('start'), fixed('start', 'Start', 'date')],
    [true, fixed('due', 'Due', 'date')],
    [has('dueComplete') || hasChecklists, fixed('done', 'Done', 'checkbox')],
    [hasChecklists, fixed('checklist', 'Checklist', 'text')],
    [has('desc'), fixed('description', 'Description', 'longText')],
    [true, fixed('trello', 'Trello', 'link')],
  ];
  const own = all.filter(([isNeeded]) => isNeeded).map(([, column]) => column);
  return numberNames([...own, ...toCustomColumns(found, problems)]);
}

/** A custom field may be called as a column of ours is. */
function numberNames(columns: DraftColumn[]): DraftColumn[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let name = column.name;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1)
      name = `${cut(column.name, draftLimits.name - 5)} ${number}`;
    taken.add(name.toLowerCase());
    return { ...column, name };
  });
}

function withoutRepeats(cards: readonly Raw[], problems: ProblemLog): Raw[] {
  const seen = new Set<string>();
  return cards.filter((card) => {
    const key = asText(card['id']);
    if (key !== '' && !seen.has(key)) return Boolean(seen.add(key));
    problems.add({
      kind: 'refused',
      code: key === '' ? 'card.noId' : 'card.repeated',
      objectKey: key,
      message:
        key === '' ? 'A card has no id.' : 'A card is in the file twice; the first one counts.',
    });
    return false;
  });
}

function toBoardDescription(found: TrelloExport, problems: ProblemLog): string {
  const full = cleanText(asText(found.board['desc'])).trim();
  if (full.length > draftLimits.boardDescription)
    problems.add({
      kind: 'changed',
      code: 'board.descriptionCut',
      message: 'The description of the board was cut at 2,000 characters.',
      original: full,
    });
  return cut(full, draftLimits.boardDescription);
}

function countParts(
  counts: DraftCounts,
  { groups, people, columns }: Pick<ImportDraft, 'groups' | 'people' | 'columns'>,
): void {
  Object.assign(counts, {
    groups: groups.length,
    archivedGroups: groups.filter(({ isArchived }) => isArchived).length,
    people: people.length,
    labels: columns.find(({ key }) => key === 'labels')?.options.length ?? 0,
    columns: columns.length,
  });
}
