import type { DraftSubItem, DraftValues } from '../draft-item.ts';
import { cleanName, countOf, cut, quote, toTitle } from '../text.ts';
import type { CardContext, Overflow } from './context.ts';
import { readDate, readMembers } from './fields.ts';
import { sortByPosition } from './positions.ts';
import { asObjects, asText } from './raw.ts';
import type { Raw } from './raw.ts';

/** Checklist names go into a text column, which takes more than a name does. */
const CHECKLIST_NAME_MAX = 5_000;

/** The items of a card's checklists; the checklist's name becomes a value of each. */
export function toSubItems(card: Raw, context: CardContext, overflow: Overflow): DraftSubItem[] {
  const checklists = context.checklists.get(asText(card['id'])) ?? [];
  return checklists.flatMap((checklist) => {
    const items = asObjects(checklist['checkItems']);
    context.count('checklists');
    if (items.length === 0) reportEmpty(checklist, card, context);
    return sortByPosition(items).map((item) => toSubItem(item, { checklist, context, overflow }));
  });
}

interface Place {
  checklist: Raw;
  context: CardContext;
  overflow: Overflow;
}

function toSubItem(item: Raw, { checklist, context, overflow }: Place): DraftSubItem {
  const { title, full, isCut } = toTitle(asText(item['name']));
  const key = asText(item['id']);
  if (isCut) {
    overflow.push(full);
    context.problems.add({
      kind: 'changed',
      code: 'checkItem.titleCut',
      objectKey: key,
      field: 'name',
      message: `The checklist item ${quote(title)} has ${countOf(full.length, 'character')}; all of it is in the description of its card.`,
    });
  }
  context.count('subItems');
  return { key, title: title || 'Untitled', values: readValues(item, checklist, context) };
}

function readValues(item: Raw, checklist: Raw, context: CardContext): DraftValues {
  const due = readDate(item, 'due', context);
  if (due !== undefined) context.count('subItemDueDates');
  const people = readMembers(item, [asText(item['idMember'])].filter(Boolean), context);
  const name = cut(cleanName(asText(checklist['name'])), CHECKLIST_NAME_MAX);
  return {
    ...(name && { checklist: name }),
    ...(asText(item['state']) === 'complete' && { done: true }),
    ...(due !== undefined && { due }),
    ...(people.length > 0 && { members: people }),
  };
}

function reportEmpty(checklist: Raw, card: Raw, context: CardContext): void {
  context.problems.add({
    kind: 'notTaken',
    code: 'checklist.empty',
    objectKey: asText(checklist['id']),
    field: 'checklists',
    message: `The checklist ${quote(asText(checklist['name']))} of ${quote(asText(card['name']))} has no items.`,
  });
}
