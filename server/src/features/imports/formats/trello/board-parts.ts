import type { DraftColumn, DraftGroup, DraftOption, DraftPerson } from '../draft-board.ts';
import { draftLimits } from '../draft-limits.ts';
import type { ProblemLog } from '../problem-log.ts';
import { cleanName, cut } from '../text.ts';
import { nameOfColor, toColor } from './colors.ts';
import type { TrelloExport } from './export.ts';
import { toName } from './names.ts';
import { sortByPosition } from './positions.ts';
import { asObject, asObjects, asText } from './raw.ts';
import type { Raw } from './raw.ts';

/** Where cards go whose list is not in the file. */
export const LOST_GROUP = 'lost';

/** Lists as groups, closed ones too, in the order of their positions. */
export function toGroups(found: TrelloExport, problems: ProblemLog): DraftGroup[] {
  const groups = sortByPosition(found.lists).map((list) => ({
    key: asText(list['id']),
    name: toName(
      asText(list['name']),
      { objectKey: asText(list['id']), field: 'list', fallback: 'List' },
      problems,
    ),
    isArchived: list['closed'] === true,
  }));
  const known = new Set(groups.map(({ key }) => key));
  const lost = found.cards.filter((card) => !known.has(asText(card['idList'])));
  if (lost.length === 0) return groups;
  problems.add({
    kind: 'changed',
    code: 'card.listMissing',
    count: lost.length,
    message: 'Cards whose list is not in the file are in the group “Without a list”.',
  });
  return [...groups, { key: LOST_GROUP, name: 'Without a list', isArchived: false }];
}

/** The key of a label: its id, or in exports of 2014, that have none, color and name. */
export function labelKey(label: Raw): string {
  return asText(label['id']) || `${asText(label['color'])}:${asText(label['name'])}`;
}

/** Labels of the board, of its cards, and, in old exports, those that only have a name. */
export function toLabels(found: TrelloExport, problems: ProblemLog): DraftOption[] {
  const labels = new Map<string, Raw>();
  const add = (label: Raw) => labels.set(labelKey(label), labels.get(labelKey(label)) ?? label);
  found.labels?.forEach(add);
  for (const card of found.cards) asObjects(card['labels']).forEach(add);
  if (found.labels === null) {
    for (const [color, name] of Object.entries(asObject(found.board['labelNames'])))
      if (asText(name) !== '') add({ color, name });
  }
  return [...labels].map(([key, label]) => {
    const color = asText(label['color']);
    const of = { objectKey: key, field: 'label', fallback: nameOfColor(color) };
    return { key, name: toName(asText(label['name']), of, problems), color: toColor(color) };
  });
}

/** Members, and people who commented and have left, each as a placeholder. */
export function toPeople(found: TrelloExport): DraftPerson[] {
  const people = new Map<string, DraftPerson>();
  const authors = found.comments.map((comment): Raw => ({
    id: comment['idMemberCreator'],
    ...asObject(comment['memberCreator']),
  }));
  for (const member of [...found.members, ...authors]) {
    const key = asText(member['id']);
    if (key === '' || people.has(key)) continue;
    const username = cleanName(asText(member['username']));
    const email = cleanName(asText(member['email']));
    const name = cleanName(asText(member['fullName'])) || username || 'Former member';
    people.set(key, {
      key,
      name: cut(name, draftLimits.name),
      ...(username && { username }),
      ...(email && { email }),
    });
  }
  return [...people.values()];
}

/** Custom fields as columns. */
export function toCustomColumns(found: TrelloExport, problems: ProblemLog): DraftColumn[] {
  return sortByPosition(found.customFields).flatMap((field) => {
    const type = CUSTOM_TYPES[asText(field['type'])];
    const objectKey = asText(field['id']);
    const name = toName(
      asText(field['name']),
      { objectKey, field: 'custom field', fallback: 'Field' },
      problems,
    );
    if (!type) return [];
    const options = asObjects(field['options']);
    return [
      { key: objectKey, name, type, options: sortByPosition(options).map(toOption), isFixed: true },
    ];
  });

  function toOption(option: Raw): DraftOption {
    const key = asText(option['id']);
    const of = { objectKey: key, field: 'option', fallback: 'Option' };
    return {
      key,
      name: toName(asText(asObject(option['value'])['text']), of, problems),
      color: toColor(asText(option['color'])),
    };
  }
}

const CUSTOM_TYPES: Record<string, 'text' | 'number' | 'date' | 'checkbox' | 'status'> = {
  text: 'text',
  number: 'number',
  date: 'date',
  checkbox: 'checkbox',
  list: 'status',
};
