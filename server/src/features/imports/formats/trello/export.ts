import { detectEncoding, inspectBytes } from '../bytes.ts';
import { IMPORT_MAX_BYTES } from '../draft-limits.ts';
import type { OpenFile } from '../draft.ts';
import type { Problem } from '../problem-log.ts';
import { readJson } from '../json.ts';
import type { JsonOutcome } from '../json.ts';
import { asObject, asText, asTexts } from './raw.ts';
import type { Raw } from './raw.ts';

/** What is kept of the file: what the board needs, and numbers of the rest. */
export interface TrelloExport {
  board: Raw;
  lists: Raw[];
  cards: Raw[];
  labels: Raw[] | null;
  checklists: Raw[];
  members: Raw[];
  customFields: Raw[];
  comments: Raw[];
  actionCount: number;
  memberships: number;
  powerUps: number;
  pluginData: number;
}

export type ExportResult =
  | { kind: 'ok'; export: TrelloExport }
  | { kind: 'refused'; problem: Problem };

const COMMENT_ACTIONS = new Set(['commentCard', 'copyCommentCard']);
const BOARD_FIELDS = ['id', 'name', 'desc', 'closed', 'labelNames', 'prefs', 'idTags'];
const LISTS = ['lists', 'cards', 'labels', 'checklists', 'members', 'customFields', 'actions'];
const COUNTED = ['memberships', 'powerUps', 'pluginData'];

/** What a card brings that nobody needs: thumbnails and limits are most of a file. */
const CARD_BALLAST = ['limits', 'nodeId', 'descData', 'checkItemStates'];

/** Reads a board export of Trello and keeps what the import needs of it. */
export async function readExport(open: OpenFile): Promise<ExportResult> {
  const facts = await inspectBytes(open, IMPORT_MAX_BYTES);
  if (facts.size > IMPORT_MAX_BYTES)
    return refuse(
      'file.tooLarge',
      'The file has more than 100 MB; that much is not imported at once.',
    );
  const found = createExport();
  const outcome = await readJson(open, {
    encoding: detectEncoding(facts) ?? 'utf-8',
    paths: [
      ...BOARD_FIELDS.map((field) => `$.${field}`),
      // An empty list has no entries to see, and whether `labels` is there matters.
      ...[...LISTS, ...COUNTED].map((field) => `$.${field}.*`),
    ],
    onValue: (path, value) => keep(found, path, value),
  });
  if (outcome.kind !== 'ok') return { kind: 'refused', problem: toProblem(outcome) };
  if (!outcome.keys.has('1:cards') || !outcome.keys.has('1:lists'))
    return refuse(
      'json.notTrello',
      'This is no board export of Trello: it has no lists and cards.',
    );
  if (!outcome.keys.has('1:labels')) found.labels = null;
  return { kind: 'ok', export: found };
}

/** What is wrong with JSON that could not be read to its end. */
export function toProblem(outcome: JsonOutcome): Problem {
  switch (outcome.kind) {
    case 'truncated':
      return problem(
        'json.truncated',
        'The file ends in the middle: it was cut off while it was saved. Export the board again.',
      );
    case 'tooDeep':
      return problem('json.tooDeep', 'The JSON is nested more than 64 levels deep.');
    case 'invalid':
      return problem('json.invalid', `The file is not valid JSON: ${outcome.detail ?? 'unknown'}`);
    case 'ok':
      return problem('json.notTrello', 'This JSON is no board export of Trello.');
  }
}

function problem(code: string, message: string): Problem {
  return { kind: 'refused', code, message };
}

function refuse(code: string, message: string): ExportResult {
  return { kind: 'refused', problem: problem(code, message) };
}

function createExport(): TrelloExport {
  return {
    board: {},
    lists: [],
    cards: [],
    labels: [],
    checklists: [],
    members: [],
    customFields: [],
    comments: [],
    actionCount: 0,
    memberships: 0,
    powerUps: 0,
    pluginData: 0,
  };
}

/** The parser's values are ours alone, so taking things out of them harms nobody. */
function keep(found: TrelloExport, path: string, value: unknown): void {
  switch (path) {
    case 'actions':
      return keepAction(found, asObject(value));
    case 'cards':
      found.cards.push(withoutBallast(asObject(value)));
      return;
    case 'lists':
    case 'checklists':
    case 'members':
    case 'customFields':
      found[path].push(asObject(value));
      return;
    case 'labels':
      found.labels?.push(asObject(value));
      return;
    case 'memberships':
    case 'powerUps':
    case 'pluginData':
      found[path] += 1;
      return;
    default:
      found.board[path] = value;
  }
}

function keepAction(found: TrelloExport, action: Raw): void {
  found.actionCount += 1;
  if (!COMMENT_ACTIONS.has(asText(action['type']))) return;
  const { id, data, date, idMemberCreator, memberCreator } = action;
  const { text, card } = asObject(data);
  found.comments.push({ id, text, date, idMemberCreator, memberCreator, card });
}

function withoutBallast(card: Raw): Raw {
  for (const name of CARD_BALLAST) delete card[name];
  const attachments = card['attachments'];
  if (Array.isArray(attachments)) {
    for (const attachment of attachments) delete asObject(attachment)['previews'];
  }
  card['idLabels'] = asTexts(card['idLabels']);
  return card;
}
