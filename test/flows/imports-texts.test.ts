import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { runImport } from '../harness/imports.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { edit, paragraphs, textOf, type } from './long-texts.fixture.ts';

describe('SPEC B6: descriptions of a file', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server.stop());

  async function importTable(body: string, target: object) {
    const path = `/organizations/${scene.organizationId}/imports`;
    const file = { path, fileName: 'table.csv', body: new TextEncoder().encode(body) };
    const done = await runImport(server, scene.owner, file, { target });
    expect(done, JSON.stringify(done)).toMatchObject({ state: 'done', problem: null });
    const snapshot = await scene.as(scene.owner, 'GET', `/boards/${done.boardId}/snapshot`);
    const { items, columns } = snapshot.body.data;
    const column = columns.find(({ type: kind }: { type: string }) => kind === 'longText');
    const text = (title: string) => {
      const item = items.find(
        ({ values }: { values: { title: string } }) => values.title === title,
      );
      return textOf(scene, item.id as string, column.id as string);
    };
    return { done, text };
  }

  it('become long texts that people edit together; a second run keeps what they wrote', async () => {
    const head = 'Key,Title,Description';
    const first = await importTable(
      `${head}\nK-1,One,"two\nlines"\nK-2,Two,from the file\nK-3,Three,\n`,
      { workspaceId: scene.workspaceId, name: 'Table' },
    );
    expect((await first.text('One').read()).document).toEqual(paragraphs('two', 'lines'));
    expect(await first.text('One').readValue()).toEqual({ preview: 'two lines', length: 9 });
    const two = first.text('Two');
    await two.update(edit(await two.open(), type(' and from here')));

    const { boardId } = first.done;
    const again = await importTable(
      `${head}\nK-1,One,one line now\nK-2,Two,another one\nK-3,Three,new here\n`,
      { boardId },
    );
    const documents = ['One', 'Two', 'Three'].map(async (title) => {
      return (await again.text(title).read()).document;
    });
    expect(await Promise.all(documents)).toEqual([
      paragraphs('one line now'),
      paragraphs('from the file and from here'),
      paragraphs('new here'),
    ]);
    const kept = again.done.report.problems.find(
      ({ code }: { code: string }) => code === 'value.editedHere',
    );
    expect(kept).toMatchObject({ count: 1, first: [{ field: 'Description' }] });
  });
});
