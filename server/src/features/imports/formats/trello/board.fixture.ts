import { expectDraft, fileOf, itemsOf } from '../formats.fixture.ts';
import { readTrello } from './read.ts';

/** A board as Trello exports it, with these parts. */
export const board = (parts: object) => ({
  id: 'b',
  name: 'Board',
  desc: '',
  lists: [{ id: 'l1', name: 'To do', closed: false, pos: 2 }],
  cards: [],
  labels: [],
  members: [{ id: 'm1', fullName: 'Ada Lovelace', username: 'ada' }],
  checklists: [],
  customFields: [],
  actions: [],
  ...parts,
});
/** A card of its one list. */
export const card = (parts: object) => ({
  id: 'c1',
  name: 'Card',
  idList: 'l1',
  closed: false,
  pos: 1,
  labels: [],
  ...parts,
});
/** The draft of such a board. */
export const read = async (parts: object) =>
  expectDraft(await readTrello(fileOf(JSON.stringify(board(parts)))));
/** The draft of a board with one such card, and its item. */
export const first = async (parts: object) => {
  const draft = await read({ cards: [card(parts)] });
  const [item] = await itemsOf(draft);
  return { draft, item };
};
