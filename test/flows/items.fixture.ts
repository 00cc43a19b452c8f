import { expect, vi } from 'vitest';
import type { Item } from '../../contract/src/board-model.ts';
import type { BoardScene } from '../harness/boards.ts';
import { connectLive, type LiveWire } from '../harness/live.ts';
import type { Person } from '../harness/people.ts';
import type { Answer, TestServer } from '../harness/server.ts';

/** What became of a live mutation. */
export interface LiveAnswer {
  mid: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows the shape of its own answer
  results?: any[];
  error?: { code: string; message: string; details?: Record<string, unknown> };
}

/** Somebody who edits one board over a socket, and whom the server can ask. */
export interface LiveEditor {
  clientId: string;
  wire: LiveWire;
  mutate(op: string, input: object): Promise<LiveAnswer>;
  close(): void;
}

/** Connects `person` to a board; each mutation takes the next number and waits for its answer. */
export async function openEditor(
  server: TestServer,
  person: Person,
  { boardId, epoch = 1 }: { boardId: string; epoch?: number },
): Promise<LiveEditor> {
  const wire = await connectLive(server, person);
  let last = 0;
  const answerOf = (mid: number) =>
    wire.heard.find((message) => 'mid' in message && message.mid === mid && message.t !== 'retry');
  return {
    clientId: wire.clientId,
    wire,
    async mutate(op, input) {
      const mid = (last += 1);
      const calls = [{ op, input: input as never }];
      const send = () => wire.send({ t: 'mutate', mid, board: boardId, epoch, calls });
      send();
      // Above the rate of L37 the server says `retry`: the number stays, the message comes again.
      const again = setInterval(() => answerOf(mid) ?? send(), 1_000);
      await vi
        .waitFor(() => expect(answerOf(mid), `${op} ${mid}`).toBeDefined(), {
          timeout: 30_000,
          interval: 5,
        })
        .finally(() => clearInterval(again));
      return answerOf(mid) as unknown as LiveAnswer;
    },
    close: () => wire.close(),
  };
}

/** The same numbered mutations over REST, where an undo can name them too (live L14, L20). */
export function createRestEditor(
  { as }: BoardScene,
  person: Person,
  boardId: string,
): Pick<LiveEditor, 'clientId' | 'mutate'> {
  const clientId = crypto.randomUUID();
  let last = 0;
  return {
    clientId,
    async mutate(op, input) {
      const mid = (last += 1);
      const body = { client: clientId, mid, epoch: 1, calls: [{ op, input }] };
      const answer = await as(person, 'POST', `/boards/${boardId}/mutations`, body);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      expect(answer.body.data.t, JSON.stringify(answer.body)).not.toBe('retry');
      return answer.body.data as LiveAnswer;
    },
  };
}

/** Options and people that samples name. */
export interface Choices {
  options: [string, string, string];
  people: [string, string, string];
}

/** A column type with three values that differ, and settings to make it. */
export interface TypeSample {
  type: string;
  settings: Record<string, unknown>;
  values: [unknown, unknown, unknown];
  /** What the field holds when the third write meets the second unseen one. */
  moved: { resolution: 'last_writer_wins' | 'merged'; value: unknown };
}

/** Each type that takes writes, with what live L21 makes of a write whose version has moved. */
export function typeSamples({ options: [a, b, c], people: [p, q, r] }: Choices): TypeSample[] {
  const listed = [a, b, c].map((id, at) => ({ id, name: `Option ${at}`, color: 'green' }));
  const lww = (type: string, values: TypeSample['values'], settings = {}): TypeSample => {
    return { type, settings, values, moved: { resolution: 'last_writer_wins', value: values[2] } };
  };
  const url = (path: string) => ({ url: `https://example.test/${path}` });
  const span = (day: number) => ({ start: `2026-01-0${day}`, end: `2026-02-0${day}` });
  return [
    lww('number', [1, 2, 3]),
    lww('status', [a, b, c], { options: listed }),
    lww('person', [[p], [q], [r]], { isMultiple: false }),
    lww('date', ['2026-01-01', '2026-01-02T03:04:05Z', '2026-01-03']),
    lww('timeline', [span(1), span(2), span(3)]),
    lww('rating', [1, 2, 3]),
    lww('link', [url('a'), url('b'), url('c')]),
    lww('email', ['a@example.test', 'b@example.test', 'c@example.test']),
    lww('phone', ['+49 1', '+49 2', '+49 3']),
    {
      type: 'tags',
      settings: { options: listed },
      values: [[a], [a, b], [c]],
      // From [a] to [c] takes a away and adds c; b came from somebody else.
      moved: { resolution: 'merged', value: [b, c] },
    },
    {
      type: 'person',
      settings: {},
      values: [[p], [p, q], [r]],
      moved: { resolution: 'merged', value: [q, r] },
    },
  ];
}

/** Calls of one person that must succeed; answers what they return. */
export function createWriter({ as }: BoardScene, person: Person) {
  return async (method: string, path: string, body?: object) => {
    const sent = body ?? (method === 'GET' || method === 'DELETE' ? undefined : {});
    const answer = await as(person, method, path, sent);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.data;
  };
}

/** A call of one person that must succeed. */
export type Write = ReturnType<typeof createWriter>;

/** Another board of the scene, with its first group. */
export async function makeBoard(
  scene: BoardScene,
  settings: { name?: string; visibility?: 'organization' | 'private' } = {},
): Promise<{ boardId: string; groupId: string }> {
  const write = createWriter(scene, scene.owner);
  const name = settings.name ?? 'Board';
  const board = await write('POST', `/workspaces/${scene.workspaceId}/boards`, {
    ...settings,
    name,
  });
  const { groups } = await write('GET', `/boards/${board.id}/snapshot`);
  return { boardId: board.id, groupId: groups[0].id };
}

/** A change as the log tells it. */
export interface LoggedChange {
  seq: number;
  at: string;
  actor: { userId?: string };
  event: { type: string; data: Record<string, unknown> };
}

/** Changes of a board after `since`. */
export async function readChanges(
  { as, owner }: BoardScene,
  boardId: string,
  since: number,
): Promise<LoggedChange[]> {
  const all = [];
  for (let seq = since; ;) {
    const path = `/boards/${boardId}/changes?epoch=1&since=${seq}&limit=1000`;
    const { changes, seq: head } = (await as(owner, 'GET', path)).body.data;
    all.push(...changes);
    seq = changes.at(-1)?.seq ?? head;
    if (seq >= head) return all;
  }
}

/** The version that a field of an item has. */
export function versionOf(item: Item, field: string): number {
  return item.versions[field] ?? 0;
}

/** What a refused call says, in short. */
export function problemOf({ status, body }: Answer) {
  const { code, details } = body.error ?? {};
  return { status, code, reason: details?.reason, paths: details?.fields?.map(({ path }) => path) };
}
