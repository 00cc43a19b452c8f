import type { BoardScene } from '../harness/boards.ts';
import type { TestServer } from '../harness/server.ts';
import { createWriter, makeBoard } from './items.fixture.ts';
import { followByRest, followLive, type Visitor } from './visitor.fixture.ts';

let marks = 0;

/** A text that nobody has written before, so that one can tell where it came from. */
export const mark = () => `#${(marks += 1)}#`;
/** The texts of `mark` that are in something. */
export const marksOf = (told: unknown) => new Set(JSON.stringify(told).match(/#\d+#/g) ?? []);
/** A comment or a document of one line. */
export const said = (text: string) => ({ blocks: [{ kind: 'code', text }] });

/** A board with something of each kind, in sight and out of it, and visitors who follow it. */
export async function openStage(server: TestServer, scene: BoardScene) {
  const write = createWriter(scene, scene.owner);
  const { boardId, groupId } = await makeBoard(scene, { name: mark() });
  const other = await makeBoard(scene, { name: mark() });
  const post = (path: string, body: object) => write('POST', `/boards/${boardId}/${path}`, body);
  const made = async (path: string, body: object) => (await post(path, body)).id as string;
  const column = (type: string) => made('columns', { type, name: mark() });
  const [note, gone, text, who] = [
    await column('text'),
    await column('text'),
    await column('longText'),
    await column('person'),
  ];
  const item = async (more: object = {}) =>
    made('items', {
      title: mark(),
      groupId,
      values: { [note]: mark(), [gone]: mark(), [who]: [scene.member.userId] },
      ...more,
    });
  const [shown, archived, trashed] = [await item(), await item(), await item()];
  const below = async (parentId: string) => made('items', { title: mark(), parentId });
  const [sub, subOfArchived] = [await below(shown), await below(archived)];
  const away = await made('groups', { name: mark() });
  const inAway = await item({ groupId: away });
  const view = await made('views', { name: mark(), settings: { sort: mark() } });
  await write('POST', `/items/${archived}/archive`);
  await write('DELETE', `/items/${trashed}`);
  await write('POST', `/groups/${away}/archive`);
  await write('DELETE', `/columns/${gone}`);
  const { token } = (await post('links', {})) as { token: string };
  const link = { server, boardId, token };
  const visitors: Visitor[] = [await followLive(link), await followByRest(link)];
  const ids = { note, gone, text, who, shown, archived, trashed, sub, subOfArchived, away, inAway };
  const guestId = scene.guest.userId;
  return { ...ids, view, boardId, groupId, other, link, visitors, guestId };
}

/** The board, its visitors, and the ids of what is on it. */
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** One call of a mutation. */
export type Call = [op: string, input: object];

/** What happens, in one mutation each. */
type Acts = (stage: Stage) => Call[][];

const edit = (itemId: string, field: string): Call => [
  'items.update',
  { itemId, values: { [field]: mark() } },
];

/** Each kind of change that a link could tell too much of. */
export const CASES: Record<string, Acts> = {
  'an edit of an archived item': ({ archived, note }) => [[edit(archived, note)]],
  'an edit, a move and a comment below an archived item': ({ subOfArchived }) => [
    [edit(subOfArchived, 'title')],
    [['comments.create', { itemId: subOfArchived, body: said(mark()) }]],
  ],
  'an edit and a sub-item in an archived group': ({ inAway, note, boardId }) => [
    [edit(inAway, note)],
    [['items.create', { boardId, title: mark(), parentId: inAway }]],
  ],
  'an edit of what is in the trash': ({ trashed }) => [[edit(trashed, 'title')]],
  'an archive, then an edit': ({ shown }) => [
    [['items.archive', { itemId: shown }]],
    [edit(shown, 'title')],
  ],
  'an archive and an edit at once': ({ shown }) => [
    [['items.archive', { itemId: shown }], edit(shown, 'title')],
  ],
  'an edit and an archive at once': ({ shown, sub }) => [
    [edit(shown, 'title'), edit(sub, 'title'), ['items.archive', { itemId: shown }]],
  ],
  'an item that was never in sight': ({ boardId }) => {
    const id = crypto.randomUUID();
    const make: Call = ['items.create', { boardId, id, title: mark() }];
    return [[make, ['items.delete', { itemId: id }]], [['items.restore', { itemId: id }]]];
  },
  'two edits out of sight that comes into it': ({ archived, note }) => [
    [edit(archived, note)],
    [edit(archived, note)],
    [['items.unarchive', { itemId: archived }]],
    [edit(archived, note)],
  ],
  'an edit, an unarchive and an archive at once': ({ archived, note }) => [
    [
      edit(archived, note),
      ['items.unarchive', { itemId: archived }],
      ['items.archive', { itemId: archived }],
    ],
  ],
  'a copy with values of a column that is gone': ({ shown }) => [
    [['items.duplicate', { itemId: shown }]],
  ],
  'a copy of what is archived, which is in sight': ({ archived }) => [
    [['items.duplicate', { itemId: archived }]],
  ],
  'a copy below what is archived': ({ subOfArchived }) => [
    [['items.duplicate', { itemId: subOfArchived }]],
  ],
  'out of an archived group': ({ inAway, groupId, note }) => [
    [edit(inAway, note)],
    [edit(inAway, note)],
    [['items.move', { itemId: inAway, groupId }]],
  ],
  'out of an archived item': ({ subOfArchived, groupId }) => [
    [edit(subOfArchived, 'title')],
    [edit(subOfArchived, 'title')],
    [['items.move', { itemId: subOfArchived, groupId }]],
  ],
  'below an archived item, and an edit': ({ archived, sub }) => [
    [['items.move', { itemId: sub, parentId: archived }]],
    [edit(sub, 'title')],
  ],
  'to another group and back': ({ shown, sub, groupId, boardId }) => {
    const id = crypto.randomUUID();
    return [
      [['groups.create', { boardId, id, name: mark() }]],
      [['items.move', { itemId: shown, groupId: id }]],
      [['items.move', { itemId: sub, groupId: id }]],
      [['items.move', { itemId: shown, groupId }]],
      [['groups.delete', { groupId: id }]],
      [edit(sub, 'title')],
    ];
  },
  'to another board': ({ shown, boardId, other }) => [
    [['items.moveToBoard', { boardId, itemIds: [shown], toBoardId: other.boardId }]],
  ],
  'another name for what is put away': ({ away, gone }) => [
    [['groups.update', { groupId: away, name: mark() }]],
    [['columns.update', { columnId: gone, name: mark() }]],
  ],
  'two names for what is put away, and back': ({ away, gone, inAway }) => [
    ...[1, 2].map((): Call[] => [
      ['groups.update', { groupId: away, name: mark() }],
      ['columns.update', { columnId: gone, name: mark() }],
      edit(inAway, 'title'),
    ]),
    [
      ['groups.unarchive', { groupId: away }],
      ['columns.restore', { columnId: gone }],
    ],
  ],
  'another one under the id of one that is gone': ({ boardId, trashed, gone, shown }) => [
    [['items.duplicate', { itemId: shown }]],
    [['items.update', { itemId: trashed, values: { title: mark() } }]],
    [['boards.purgeFromTrash', { boardId, itemIds: [trashed], columnIds: [gone] }]],
    [
      ['items.create', { boardId, id: trashed, title: mark() }],
      ['columns.create', { boardId, id: gone, type: 'text', name: mark() }],
    ],
  ],
  'a group and a column that go with their names': ({ boardId }) => {
    const [groupId, columnId] = [crypto.randomUUID(), crypto.randomUUID()];
    return [
      [
        ['groups.create', { boardId, id: groupId, name: mark() }],
        ['groups.archive', { groupId }],
      ],
      [
        ['columns.create', { boardId, id: columnId, type: 'text', name: mark() }],
        ['columns.delete', { columnId }],
      ],
    ];
  },
  'a column that is deleted with what was written into it': ({ shown, note }) => [
    [edit(shown, note), ['columns.delete', { columnId: note }]],
    [['columns.restore', { columnId: note }]],
  ],
  'a column that is hidden, written into, and shown again': ({ shown, note, text }) => {
    const hide = (isHidden: boolean, columnId: string): Call => [
      'columns.update',
      { columnId, isHidden },
    ];
    const write = (): Call => [
      'texts.replace',
      { itemId: shown, field: text, document: said(mark()) },
    ];
    return [
      [hide(true, note), edit(shown, note)],
      [edit(shown, note)],
      [['columns.update', { columnId: note, name: mark() }]],
      [['columns.update', { columnId: note, name: mark() }]],
      [hide(false, note)],
      [hide(true, text)],
      [write()],
      [write()],
      [hide(false, text)],
    ];
  },
  'a long text, in sight and out of it': ({ shown, archived, text }) =>
    [shown, archived].map((itemId) => [
      ['texts.replace', { itemId, field: text, document: said(mark()) }],
    ]),
  'views and names': ({ boardId, view }) => [
    [['views.update', { viewId: view, name: mark(), settings: { sort: mark() } }]],
    [['views.delete', { viewId: view }]],
    [['boards.update', { boardId, name: mark(), description: mark() }]],
  ],
  'what leaves the trash for good': ({ boardId, trashed, gone, archived }) => [
    [['boards.purgeFromTrash', { boardId, itemIds: [trashed], columnIds: [gone] }]],
    [['items.delete', { itemId: archived }]],
    [['boards.purgeFromTrash', { boardId, itemIds: [archived] }]],
  ],
  'many at once': ({ boardId, shown, archived, subOfArchived, inAway }) => {
    const itemIds = [shown, archived, subOfArchived, inAway];
    const values = { title: mark() };
    return [
      [['items.bulk', { boardId, itemIds, action: { kind: 'archive' } }]],
      [['items.bulk', { boardId, itemIds, action: { kind: 'update', values } }]],
      [['items.bulk', { boardId, itemIds, action: { kind: 'unarchive' } }]],
    ];
  },
  'people who are named': ({ shown, archived, who, guestId }) =>
    [shown, archived].map((itemId) => [['items.update', { itemId, values: { [who]: [guestId] } }]]),
};
