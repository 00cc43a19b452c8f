import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../../../../test/harness/boards.ts';
import { addMember, type Person } from '../../../../test/harness/people.ts';
import { startTestServer, type TestServer } from '../../../../test/harness/server.ts';

let server: TestServer;
let scene: BoardScene;
let admin: Person;
beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  admin = await addMember(server, scene.owner, scene.organizationId, 'admin');
  await server.database.query('update users set email_verified_at = now()');
});
afterAll(() => server.stop());

interface Captured {
  jobId: string;
  content: Record<string, string>;
  headers: Record<string, string>;
  isWithheld: boolean;
}
const readAs = async (person: Person): Promise<Captured[]> =>
  (await scene.as(person, 'GET', `/sandbox/messages?organizationId=${scene.organizationId}`)).body
    .data;

async function askAbout(about: object): Promise<string> {
  const { organizationId, owner } = scene;
  const { body } = await scene.as(owner, 'POST', '/notifications', {
    organizationId,
    to: [{ userId: owner.userId }],
    channels: ['email'],
    content: { title: 'Payroll', body: 'Grace earns more.' },
    about,
  });
  return String(body.data.jobId);
}

describe('security S20: what the sandbox shows', () => {
  it('of a board only to those who may see the board; the rest to whoever looks after messages', async () => {
    const { organizationId, workspaceId, owner } = scene;
    await scene.as(admin, 'PUT', '/sandbox', { organizationId, isOn: true });
    const board = await scene.as(owner, 'POST', `/workspaces/${workspaceId}/boards`, {
      name: 'Payroll',
      visibility: 'private',
    });
    const boardId = String(board.body.data.id);
    const closed = await askAbout({ boardId });
    const open = await askAbout({ boardId: scene.boardId });
    const plain = await askAbout({});
    await expect.poll(async () => (await readAs(admin)).length, { timeout: 30_000 }).toBe(3);
    const shown = async (person: Person) =>
      Object.fromEntries(
        (await readAs(person)).map(({ jobId, ...row }) => [jobId, [row.isWithheld, row]]),
      );
    const seen = await shown(admin);
    expect(seen[closed]).toMatchObject([true, { content: {}, headers: {} }]);
    expect(JSON.stringify(seen[closed])).not.toContain('earns');
    for (const id of [open, plain]) {
      expect(seen[id]).toMatchObject([false, { content: { subject: 'Payroll' } }]);
      expect(JSON.stringify(seen[id])).toContain('earns');
    }
    expect((await shown(owner))[closed]).toMatchObject([
      false,
      { content: { subject: 'Payroll' } },
    ]);
  });
});
