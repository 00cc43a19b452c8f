import type { DraftItem, DraftValues } from '../draft-item.ts';
import { cleanText, countOf, cut, joinParts, quote, toTitle, toUrl } from '../text.ts';
import { labelKey, LOST_GROUP } from './board-parts.ts';
import type { CardContext, Overflow } from './context.ts';
import { readDate, readMembers } from './fields.ts';
import { readCustomFields } from './custom-fields.ts';
import { asObjects, asText, asTexts } from './raw.ts';
import type { Raw } from './raw.ts';
import { toSubItems } from './sub-items.ts';
import { toComments } from './comments.ts';

/** One card as an item, with everything that hangs on it. */
export function toItem(card: Raw, context: CardContext): DraftItem {
  const key = asText(card['id']);
  const overflow: Overflow = [];
  const { title, longTitle } = readTitle(card, context);
  const values = readValues(card, context, overflow);
  const subItems = toSubItems(card, context, overflow);
  const description = joinParts([longTitle, cleanText(asText(card['desc'])), ...overflow]);
  const list = asText(card['idList']);
  context.count('items');
  if (card['closed'] === true) context.count('archivedItems');
  return {
    key,
    groupKey: context.groupKeys.has(list) ? list : LOST_GROUP,
    title,
    isArchived: card['closed'] === true,
    values,
    ...(description !== undefined && { description }),
    subItems,
    comments: toComments(card, context),
    attachments: toAttachments(card, context),
  };
}

function readTitle(card: Raw, { problems }: CardContext): { title: string; longTitle?: string } {
  const objectKey = asText(card['id']);
  const { title, full, isCut } = toTitle(asText(card['name']));
  if (title === '') {
    problems.add({
      kind: 'changed',
      code: 'card.untitled',
      objectKey,
      field: 'name',
      message: 'A card without a name is called “Untitled”.',
    });
    return { title: 'Untitled' };
  }
  if (!isCut) return { title };
  problems.add({
    kind: 'changed',
    code: 'card.titleCut',
    objectKey,
    field: 'name',
    message: `The name of the card ${quote(title)} has ${countOf(full.length, 'character')}; all of it is in the description.`,
  });
  return { title, longTitle: full };
}

function readValues(card: Raw, context: CardContext, overflow: Overflow): DraftValues {
  const values: DraftValues = readCustomFields(card, context, overflow);
  const labels = readLabels(card, context);
  if (labels.length > 0) values['labels'] = labels;
  const members = readMembers(card, asTexts(card['idMembers']), context);
  if (members.length > 0) values['members'] = members;
  const due = readDate(card, 'due', context);
  if (due !== undefined) {
    values['due'] = due;
    context.count('dueDates');
  }
  const start = readDate(card, 'start', context);
  if (start !== undefined) values['start'] = start;
  if (card['dueComplete'] === true) values['done'] = true;
  const url = toUrl(asText(card['url']) || asText(card['shortUrl']));
  if (url !== undefined) values['trello'] = { url };
  return values;
}

function readLabels(card: Raw, context: CardContext): string[] {
  const known = new Set(context.columns.get('labels')?.options.map(({ key }) => key));
  const named = [...asObjects(card['labels']).map(labelKey), ...asTexts(card['idLabels'])];
  const keys = [...new Set(named)].filter((key) => known.has(key));
  if (keys.length > 0) context.count('labelsOnItems', keys.length);
  return keys;
}

function toAttachments(card: Raw, context: CardContext): DraftItem['attachments'] {
  return asObjects(card['attachments']).flatMap((attachment) => {
    const name = cleanText(asText(attachment['name'])).trim();
    const url = toUrl(asText(attachment['url']));
    if (url === undefined) {
      context.problems.add({
        kind: 'refused',
        code: 'attachment.noLink',
        objectKey: asText(card['id']),
        field: 'attachments',
        message: `The attachment ${quote(name)} of ${quote(asText(card['name']))} has no address that can be opened.`,
      });
      return [];
    }
    context.count('attachments');
    if (attachment['isUpload'] === true) context.count('uploads');
    return [{ name: cut(name || url, 1_000), url }];
  });
}
