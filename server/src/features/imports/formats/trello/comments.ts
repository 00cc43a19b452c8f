import type { DraftComment } from '../draft-item.ts';
import { cleanText, countOf, quote } from '../text.ts';
import type { CardContext } from './context.ts';
import type { TrelloExport } from './export.ts';
import { asInstant, asNumber, asObject, asText } from './raw.ts';
import type { Raw } from './raw.ts';

/** Trello exports no more actions than this, the newest ones; comments are among them. */
const EXPORTED_ACTIONS_MAX = 1_000;

/** The comments of a card, oldest first; reports those the card counts but the file does not have. */
export function toComments(card: Raw, context: CardContext): DraftComment[] {
  const found = context.comments.get(asText(card['id'])) ?? [];
  const stated = asNumber(asObject(card['badges'])['comments']) ?? 0;
  const missing = Math.max(0, stated - found.length);
  context.count('comments', found.length);
  if (missing > 0)
    context.problems.add({
      kind: 'notTaken',
      code: 'comments.missing',
      objectKey: asText(card['id']),
      field: 'comments',
      count: missing,
      message: `${quote(asText(card['name']))}: ${missing} of ${countOf(stated, 'comment')} ${missing === 1 ? 'is' : 'are'} not in the file.`,
    });
  return found
    .map((action) => toComment(action, context))
    .toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
}

/** Says once how many comments the file lacks in all, and why. */
export function reportMissingComments(found: TrelloExport, missing: number): string {
  const all = `${countOf(missing, 'comment')} of this board ${missing === 1 ? 'is' : 'are'} not in the file.`;
  return found.actionCount >= EXPORTED_ACTIONS_MAX
    ? `${all} Trello exports the last 1,000 actions only, and older comments are cut off; Trello’s API still has them.`
    : `${all} The cards count more comments than were exported.`;
}

function toComment(action: Raw, context: CardContext): DraftComment {
  const author =
    asText(action['idMemberCreator']) || asText(asObject(action['memberCreator'])['id']);
  return {
    key: asText(action['id']),
    text: cleanText(asText(action['text'])),
    authorKey: context.peopleKeys.has(author) ? author : null,
    authorName: context.peopleNames.get(author) ?? 'Former member',
    at: asInstant(action['date']) ?? null,
  };
}
