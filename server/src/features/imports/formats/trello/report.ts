import type { Problem, ProblemLog } from '../problem-log.ts';
import { asNumber, asObject, asObjects, asText, lengthOf } from './raw.ts';
import type { Raw } from './raw.ts';
import { reportMissingComments } from './comments.ts';
import { checklistsByCard } from './context.ts';
import type { TrelloExport } from './export.ts';

type Kind = [code: string, count: number, message: string];

/** What the file has and a board does not: one problem a kind, with its count. */
export function reportRest(found: TrelloExport, problems: ProblemLog): void {
  const kinds = [...missingParts(found), ...ofCards(found.cards), ...ofBoard(found)];
  for (const [code, count, message] of kinds) {
    if (count > 0) problems.add({ kind: 'notTaken', code, count, message });
  }
  for (const problem of changes(found)) if ((problem.count ?? 0) > 0) problems.add(problem);
}

/** What the file itself lacks, or has without the card it belongs to. */
function missingParts(found: TrelloExport): Kind[] {
  const { cards } = found;
  const cardIds = new Set(cards.map((card) => asText(card['id'])));
  const isLost = (id: unknown) => !cardIds.has(asText(id));
  const lostComments = found.comments.filter(({ card }) => isLost(asObject(card)['id'])).length;
  const lostItems = sum(found.checklists, (list) =>
    isLost(list['idCard']) ? lengthOf(list['checkItems']) : 0,
  );
  const missing = missingComments(found);
  return [
    ['comments.missingInAll', missing, reportMissingComments(found, missing)],
    ['comments.cardMissing', lostComments, 'Comments on cards that are not in the file.'],
    ['checkItems.cardMissing', lostItems, 'Checklist items of cards that are not in the file.'],
    [
      'attachments.missing',
      missingAttachments(cards),
      'Attachments that the cards count and the file does not have.',
    ],
    [
      'checkItems.missing',
      missingCheckItems(found),
      'Checklist items that the cards count and the file does not have.',
    ],
  ];
}

function ofCards(cards: readonly Raw[]): Kind[] {
  return [
    ['votes', sum(cards, votesOf), 'Votes on cards: boards have no votes.'],
    ['stickers', sum(cards, (card) => lengthOf(card['stickers'])), 'Stickers on cards.'],
    [
      'covers',
      cards.filter(hasCover).length,
      'Covers of cards; pictures among them stay as attachments.',
    ],
    [
      'locations',
      cards.filter((card) => has(card['coordinates']) || has(card['address'])).length,
      'Places of cards on the map.',
    ],
    ['reminders', sum(cards, remindersOf), 'Reminders of due dates.'],
    [
      'watching',
      cards.filter((card) => card['subscribed'] === true).length,
      'Cards that the person who exported watches.',
    ],
    [
      'cardPowerUpData',
      sum(cards, (card) => lengthOf(card['pluginData'])),
      'Data of Power-Ups on cards.',
    ],
    [
      'cardMirrors',
      cards.filter((card) => has(card['mirrorSourceId'])).length,
      'The link of mirror cards to their source.',
    ],
    [
      'cardEmails',
      cards.filter((card) => has(card['email'])).length,
      'Mail addresses that Trello gave to cards.',
    ],
  ];
}

function ofBoard(found: TrelloExport): Kind[] {
  const prefs = asObject(found.board['prefs']);
  const background = has(prefs['background']) || has(prefs['backgroundImage']) ? 1 : 0;
  const types = new Set(['text', 'number', 'date', 'checkbox', 'list']);
  return [
    [
      'activity',
      found.actionCount - found.comments.length,
      'Entries of the activity log that are no comments.',
    ],
    [
      'memberships',
      found.memberships,
      'Roles of members on the board: invite them and share the board.',
    ],
    ['powerUps', found.powerUps, 'Power-Ups.'],
    ['powerUpData', found.pluginData, 'Data of Power-Ups on the board.'],
    ['background', background, 'The background of the board.'],
    ['boardTags', lengthOf(found.board['idTags']), 'Collections that the board is in.'],
    [
      'cardLimits',
      found.lists.filter((list) => has(list['softLimit'])).length,
      'Limits of cards in a list.',
    ],
    ['listColors', found.lists.filter((list) => has(list['color'])).length, 'Colors of lists.'],
    [
      'customFields.unknownType',
      found.customFields.filter((field) => !types.has(asText(field['type']))).length,
      'Custom fields of a type that boards do not have.',
    ],
  ];
}

/** Taken over, but different from what they were. */
function changes(found: TrelloExport): Problem[] {
  const uploads = sum(
    found.cards,
    (card) => asObjects(card['attachments']).filter((file) => file['isUpload'] === true).length,
  );
  const templates = found.cards.filter((card) => card['isTemplate'] === true).length;
  return [
    {
      kind: 'changed',
      code: 'attachments.uploads',
      count: uploads,
      message:
        'Files that were uploaded to Trello are kept as links: they open for people who can log in there. Download what you need before you close the board.',
    },
    {
      kind: 'changed',
      code: 'templates',
      count: templates,
      message: 'Template cards are ordinary items.',
    },
    {
      kind: 'changed',
      code: 'board.closed',
      count: found.board['closed'] === true ? 1 : 0,
      message: 'The board was closed in Trello; here it is open.',
    },
  ];
}

function missingComments(found: TrelloExport): number {
  const exported = new Map<string, number>();
  for (const { card } of found.comments) {
    const id = asText(asObject(card)['id']);
    exported.set(id, (exported.get(id) ?? 0) + 1);
  }
  return sum(found.cards, (card) =>
    Math.max(0, badge(card, 'comments') - (exported.get(asText(card['id'])) ?? 0)),
  );
}

function missingAttachments(cards: readonly Raw[]): number {
  return sum(cards, (card) =>
    Math.max(0, badge(card, 'attachments') - lengthOf(card['attachments'])),
  );
}

function missingCheckItems(found: TrelloExport): number {
  const lists = checklistsByCard(found);
  return sum(found.cards, (card) => {
    const own = lists.get(asText(card['id'])) ?? [];
    return Math.max(
      0,
      badge(card, 'checkItems') - sum(own, (list) => lengthOf(list['checkItems'])),
    );
  });
}

function votesOf(card: Raw): number {
  return Math.max(lengthOf(card['idMembersVoted']), badge(card, 'votes'));
}

function hasCover(card: Raw): boolean {
  const cover = asObject(card['cover']);
  const parts = [cover['idAttachment'], cover['color'], cover['idUploadedBackground']];
  return has(card['idAttachmentCover']) || parts.some(has);
}

/** Trello writes -1 where somebody chose to have no reminder. */
function remindersOf(card: Raw): number {
  return (asNumber(card['dueReminder']) ?? -1) >= 0 ? 1 : 0;
}

function badge(card: Raw, name: string): number {
  return asNumber(asObject(card['badges'])[name]) ?? 0;
}

function has(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && value !== false;
}

function sum(objects: readonly Raw[], count: (object: Raw) => number): number {
  return objects.reduce((total, object) => total + count(object), 0);
}
