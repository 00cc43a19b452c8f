import * as Y from 'yjs';
import type { BoardScene } from '../harness/boards.ts';
import type { TestServer } from '../harness/server.ts';
import type { Person } from '../harness/people.ts';

/** A long text as REST tells it, and a way to write it. */
export interface TextScene {
  itemId: string;
  field: string;
  path: string;
  read(person?: Person): Promise<{ document: unknown; version: number }>;
  /** What the item's row says of it. */
  readValue(): Promise<unknown>;
  replace(document: unknown, extra?: object): ReturnType<BoardScene['as']>;
  update(update: Uint8Array, person?: Person): ReturnType<BoardScene['as']>;
  /** A document as an editor opens it. */
  open(): Promise<Y.Doc>;
}

/** An item of the scene's board with a long text column. */
export async function createTextScene(scene: BoardScene): Promise<TextScene> {
  const { as, owner, boardId } = scene;
  const name = `Notes ${crypto.randomUUID()}`;
  const column = await as(owner, 'POST', `/boards/${boardId}/columns`, { type: 'longText', name });
  const item = await as(owner, 'POST', `/boards/${boardId}/items`, { title: 'With notes' });
  return textOf(scene, item.body.data.id as string, column.body.data.id as string);
}

/** The text of an item in a column. */
export function textOf({ as, owner }: BoardScene, itemId: string, field: string): TextScene {
  const path = `/items/${itemId}/texts/${field}`;
  return {
    itemId,
    field,
    path,
    read: async (person = owner) => (await as(person, 'GET', path)).body.data,
    readValue: async () => (await as(owner, 'GET', `/items/${itemId}`)).body.data.values[field],
    replace: (document, extra = {}) => as(owner, 'PUT', path, { document, ...extra }),
    update: (update, person = owner) => as(person, 'POST', path, { update: toBase64(update) }),
    async open() {
      const answer = await as(owner, 'GET', `${path}/state`);
      const doc = new Y.Doc();
      Y.applyUpdate(doc, fromBase64(answer.body.data.state));
      return doc;
    },
  };
}

/** How many states and updates the database has of an item's texts. */
export async function countTextRows(server: TestServer, { itemId }: TextScene) {
  const [row] = await server.database.query<{ states: number; updates: number }>(
    `select (select count(*) from long_texts where item_id = $1)::int as states,
       (select count(*) from long_text_updates where item_id = $1)::int as updates`,
    [itemId],
  );
  return row;
}

/** A tree of paragraphs. */
export function paragraphs(...lines: string[]) {
  return {
    blocks: lines.map((text) => ({ kind: 'paragraph', inlines: [{ kind: 'text', text }] })),
  };
}

/** What an editing step adds to a document, as one update. */
export function edit(doc: Y.Doc, step: (root: Y.XmlFragment) => void): Uint8Array {
  const before = Y.encodeStateVector(doc);
  doc.transact(() => step(doc.getXmlFragment('content')));
  return Y.encodeStateAsUpdate(doc, before);
}

/** Types at the end of the last block. */
export function type(text: string) {
  return (root: Y.XmlFragment) => {
    const block = root.get(root.length - 1) as Y.XmlElement;
    const last = block.length === 0 ? null : block.get(block.length - 1);
    if (last instanceof Y.XmlText) last.insert(last.length, text);
    else block.insert(block.length, [new Y.XmlText(text)]);
  };
}

/** A document as markup, to compare. */
export function markupOf(doc: Y.Doc): string {
  return doc.getXmlFragment('content').toJSON();
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
