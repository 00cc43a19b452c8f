import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRealFiles } from '../../server/src/features/imports/formats/formats.fixture.ts';
import { countTrello } from '../../server/src/features/imports/formats/trello/count-trello.fixture.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { runImport, startImport, uploadFile, waitForImport } from '../harness/imports.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

const files = listRealFiles('trello');

interface Report {
  problems: { code: string; count: number; message: string }[];
}

function reported({ problems }: Report, ...codes: string[]): number {
  return problems
    .filter(({ code }) => codes.includes(code))
    .reduce((sum, { count }) => sum + count, 0);
}

/** What stands on a board, counted in the tables. */
const COUNT = `select
  (select count(*)::int from board_groups where board_id = $1) as lists,
  (select count(*)::int from board_groups where board_id = $1 and archived_at is not null) as "closedLists",
  (select count(*)::int from items where board_id = $1 and parent_id is null) as cards,
  (select count(*)::int from items where board_id = $1 and archived_at is not null) as "archivedCards",
  (select count(*)::int from items where board_id = $1 and parent_id is not null) as "checklistItems",
  (select jsonb_array_length(settings->'options') from board_columns where board_id = $1 and name = 'Labels' and type = 'tags') as labels,
  (select coalesce(sum(jsonb_array_length(i.field_values->(c.id::text))), 0)::int from items i
    join board_columns c on c.board_id = i.board_id and c.name = 'Labels' and c.type = 'tags' where i.board_id = $1) as "labelsOnCards",
  (select count(*)::int from items i join board_columns c on c.board_id = i.board_id and c.name = 'Due' and c.type = 'date'
    where i.board_id = $1 and i.parent_id is null and i.field_values ? (c.id::text)) as "dueDates",
  (select count(*)::int from comments where board_id = $1 and author_name <> 'Import') as comments,
  (select coalesce(sum(comment_count), 0)::int from items where board_id = $1) as "commentCounts",
  (select count(*)::int from comments where board_id = $1) as "allComments",
  (select count(*)::int from import_objects where board_id = $1 and kind = 'column' and key ~ '^[0-9a-f]{24}$') as "customFields",
  (select count(*)::int from items i join import_objects o on o.board_id = i.board_id and o.kind = 'column'
    and o.key ~ '^[0-9a-f]{24}$' and i.field_values ? (o.object_id::text) where i.board_id = $1) as "customFieldValues",
  (select count(*)::int from board_placeholders where board_id = $1) as people`;

describe.skipIf(files.length === 0)('SPEC B6: Trello through the API', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server.stop());

  const fileOf = ({ name, path }: { name: string; path: string }) => ({
    path: `/organizations/${scene.organizationId}/imports`,
    fileName: name,
    body: readFileSync(path),
  });

  it.each(files)(
    '$name: all of it is on the board or in the report; a second run changes nothing; undo leaves no row',
    { timeout: 180_000 },
    async (file) => {
      const { owner, workspaceId, as } = scene;
      const counted = countTrello(file.path);
      const target = { workspaceId, name: file.name };
      const done = await runImport(server, owner, fileOf(file), { target });
      expect(done, JSON.stringify(done)).toMatchObject({ state: 'done', problem: null });
      const { boardId, report } = done;

      const [row] = await server.database.query<Record<string, number>>(COUNT, [boardId]);
      expect({
        lists: row?.['lists'],
        closedLists: row?.['closedLists'],
        cards: (row?.['cards'] ?? 0) + reported(report, 'card.repeated', 'card.noId'),
        archivedCards: row?.['archivedCards'],
        labels: row?.['labels'],
        labelsOnCards: row?.['labelsOnCards'],
        checklistItems: (row?.['checklistItems'] ?? 0) + reported(report, 'checkItems.cardMissing'),
        comments: (row?.['comments'] ?? 0) + reported(report, 'comments.missing'),
        dueDates: (row?.['dueDates'] ?? 0) + reported(report, 'due.noDate'),
        customFields: (row?.['customFields'] ?? 0) + reported(report, 'customFields.unknownType'),
        customFieldValues:
          (row?.['customFieldValues'] ?? 0) +
          reported(report, 'customField.noValue', 'customField.unknown'),
        attachments: (report.created.attachments ?? 0) + reported(report, 'attachment.noLink'),
      }).toEqual({
        lists: counted.lists,
        closedLists: counted.closedLists,
        cards: counted.cards,
        archivedCards: counted.archivedCards,
        labels: counted.labels,
        labelsOnCards: counted.labelsOnCards,
        checklistItems: counted.checklistItems,
        comments: counted.comments,
        dueDates: counted.dueDates,
        customFields: counted.customFields,
        customFieldValues: counted.customFieldValues,
        attachments: counted.attachments,
      });
      expect(row?.['commentCounts']).toBe(row?.['allComments']);
      expect(reported(report, 'value.refused')).toBe(0);
      await expectAttachments(file.path, boardId);

      const board = await as(owner, 'GET', `/boards/${boardId}`);
      expect(board.body.data.deletedAt).toBeNull();
      const before = await server.database.query(
        'select seq, log_floor from boards where id = $1',
        [boardId],
      );
      const again = await runImport(server, owner, fileOf(file), { target: { boardId } });
      expect(again).toMatchObject({ state: 'done', report: { created: {}, updated: {} } });
      expect(
        await server.database.query('select seq, log_floor from boards where id = $1', [boardId]),
      ).toEqual(before);

      for (const { id } of [again, done]) {
        const undone = await as(owner, 'POST', `/imports/${id}/undo`, {});
        expect(undone.status, JSON.stringify(undone.body)).toBe(200);
        await waitForImport(server, owner, id, ['undone']);
      }
      expect(await countRows(boardId)).toEqual({});
      expect((await as(owner, 'GET', `/boards/${boardId}`)).status).toBe(404);
    },
  );

  const team = files.find(({ name }) => name.startsWith('team-'));

  it.skipIf(team === undefined)(
    'members are placeholders or whom the person who imports chose; the report says what the export cut off',
    async () => {
      if (team === undefined) return;
      const { owner, member, workspaceId, as } = scene;
      const uploaded = await uploadFile(server, owner, fileOf(team));
      const { id } = uploaded.body.data;
      const shown = (await as(owner, 'POST', `/imports/${id}/preview`, {})).body.data;
      expect(shown).toMatchObject({ kind: 'readable', format: 'trello' });
      const counted = countTrello(team.path);
      const { cards, actions } = JSON.parse(readFileSync(team.path, 'utf8')) as {
        cards: { idMembers: string[] }[];
        actions: { type: string; idMemberCreator: string }[];
      };
      const chosen = cards.flatMap(({ idMembers }) => idMembers)[0] ?? '';
      const people = { [chosen]: member.userId };
      const target = { workspaceId, name: 'With people' };
      const done = await startImport(server, owner, id, { target, people });
      expect(done.state).toBe('done');
      const [row] = await server.database.query(
        `select
           (select count(*)::int from board_placeholders where board_id = $1) as placeholders,
           (select count(*)::int from items i join board_columns c on c.board_id = i.board_id and c.name = 'Members'
             where i.board_id = $1 and i.parent_id is null and i.field_values->(c.id::text) ? $2) as cards,
           (select count(*)::int from comments where board_id = $1 and author_id = $2::uuid) as comments`,
        [done.boardId, member.userId],
      );
      expect(row).toEqual({
        placeholders: shown.people.length - 1,
        cards: cards.filter(({ idMembers }) => idMembers.includes(chosen)).length,
        comments: actions.filter(
          ({ type, idMemberCreator }) => type === 'commentCard' && idMemberCreator === chosen,
        ).length,
      });
      const [cut] = (done.report as Report).problems.filter(
        ({ code }) => code === 'comments.missingInAll',
      );
      expect(cut?.message).toMatch(/1,000 actions only/);
      expect((cut?.count ?? 0) + (done.report.inFile.comments as number)).toBe(counted.comments);
    },
  );

  /** Every address of an attachment is on the board: in a link, or in a text. */
  async function expectAttachments(path: string, boardId: string): Promise<void> {
    const { cards } = JSON.parse(readFileSync(path, 'utf8')) as {
      cards: { attachments?: { url: string }[] }[];
    };
    const rows = await server.database.query<{ text: string }>(
      `select field_values::text as text from items where board_id = $1
       union all select body::text from comments where board_id = $1`,
      [boardId],
    );
    const documents = await server.database.query<{ state: Uint8Array }>(
      'select state from long_texts where board_id = $1',
      [boardId],
    );
    const all = rows.map(({ text }) => text).join('\n');
    // Each line stands in its document in one piece.
    const long = documents.map(({ state }) => new TextDecoder().decode(state)).join('\n');
    const missing = cards
      .flatMap(({ attachments = [] }) => attachments)
      .filter(({ url }) => {
        const text = url.trim();
        const isThere = all.includes(JSON.stringify(text).slice(1, -1)) || long.includes(text);
        return /^https?:/.test(url) && !isThere;
      });
    expect(missing).toEqual([]);
  }

  /** Rows of a board in every table that knows boards, but the log, and what its people were told. */
  async function countRows(boardId: string): Promise<Record<string, number>> {
    const tables = await server.database.query<{ name: string; column: string }>(
      `select c.table_name as name, c.column_name as column from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
         and (c.column_name = 'board_id' or (c.table_name = 'boards' and c.column_name = 'id'))
         and c.table_name not like 'events%' and c.table_name <> 'inbox_items'`,
    );
    const counts: Record<string, number> = {};
    for (const { name, column } of tables) {
      const [row] = await server.database.query<{ count: number }>(
        `select count(*)::int as count from ${name} where ${column} = $1`,
        [boardId],
      );
      if ((row?.count ?? 0) > 0) counts[name] = row?.count ?? 0;
    }
    const [chunks] = await server.database.query<{ count: number }>(
      'select count(*)::int as count from import_chunks',
    );
    expect(chunks?.count).toBe(0);
    return counts;
  }
});
