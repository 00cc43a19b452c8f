import type { BoardState } from '@boardwire/contract/board-state';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { openSentBoard } from '../sent-board.fixture.ts';
import { columns } from '../views/views.fixture.ts';
import type { EditNames } from './describe-edit.ts';
import { describeNotSaved } from './describe-not-saved.ts';
import { readUpdateWords } from './text-words.ts';

const BOXES = '0198c0de-0000-7000-8000-000000000000';
const PERSON = '0198c0de-0000-7000-8000-000000000001';

function openNames(): EditNames {
  const view = openSentBoard([BOXES], () => false).board.view();
  const named: BoardState = { ...view, columns: new Map(columns.map((each) => [each.id, each])) };
  return { view: named, nameOf: () => 'Ada' };
}

function tell(op: string, input: object, board?: string): readonly string[] {
  const names = openNames();
  const call = { op, input: input as Record<string, never> };
  const edit = { board: board ?? names.view.board.id, calls: [call] };
  return describeNotSaved(edit, names, readUpdateWords);
}

const comment = {
  itemId: BOXES,
  body: {
    blocks: [
      {
        kind: 'paragraph',
        inlines: [
          { kind: 'text', text: 'Bring ' },
          { kind: 'text', text: 'tape', marks: ['bold'], href: 'https://tape.example' },
        ],
      },
      { kind: 'bullets', items: [[{ kind: 'text', text: 'wide' }]] },
    ],
  },
};

describe('web W25: a refused edit of the board that is open', () => {
  it('web W25: a comment is told with all its words, on its own board and elsewhere', () => {
    const words = ['Bring tape (https://tape.example)', 'wide'];
    expect(tell('comments.create', comment)).toEqual([expect.stringContaining('old'), ...words]);
    expect(tell('comments.create', comment, 'other')).toEqual(words);
  });

  it('web W25: words that the line holds already are not told twice', () => {
    const body = { blocks: [{ kind: 'paragraph', inlines: [{ kind: 'text', text: 'Tape' }] }] };
    expect(tell('comments.create', { itemId: PERSON, body })).toEqual(['New comment: Tape']);
  });

  it('web W25: a new item is told with its values, by the names of their columns', () => {
    const values = { note: 'fragile', status: 'done', owner: [PERSON], amount: 'seven' };
    const lines = tell('items.create', { id: PERSON, title: 'Crates', values });
    expect(lines).toEqual([
      expect.stringContaining('Crates'),
      'note: fragile',
      'status: done',
      'owner: Ada',
      // No number, and all the same what somebody typed.
      'amount: seven',
    ]);
  });

  it('web W25: an edit of many items is told with what it sets', () => {
    const action = { kind: 'update', values: { note: 'fragile', due: null } };
    expect(tell('items.bulk', { itemIds: [BOXES, PERSON], action })).toEqual([
      expect.stringContaining('2 items'),
      'note: fragile',
      'due of an item emptied',
    ]);
    const move = { kind: 'move', groupId: PERSON };
    expect(tell('items.bulk', { itemIds: [BOXES], action: move })).toHaveLength(1);
  });

  it('web W25: what was written into a long text can be copied; what is none is without words', () => {
    const doc = new Y.Doc();
    const content = doc.getXmlFragment('content');
    const add = (text: string) => {
      const block = new Y.XmlElement('paragraph');
      block.insert(0, [new Y.XmlText(text)]);
      content.push([block]);
    };
    add('Stands there');
    const before = Y.encodeStateVector(doc);
    add('Pack the lamps');
    add('and the plants');
    const bytes = Y.encodeStateAsUpdate(doc, before);
    const update = Buffer.from(bytes).toString('base64');
    const input = { itemId: BOXES, field: 'note', update };
    const words = 'Pack the lamps\nand the plants';
    expect(tell('texts.update', input)).toEqual([expect.stringContaining('old'), words]);
    expect(tell('texts.update', input, 'other')).toEqual([words]);
    expect(tell('texts.update', { ...input, update: 'AA?' }, 'other')).toEqual([
      'A change without words',
    ]);
  });
});
