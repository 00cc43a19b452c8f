import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from './people.ts';
import type { Answer, AnswerBody, TestServer } from './server.ts';

/** How long a test waits for a background run on a busy machine. */
const WAIT_LIMIT_MS = 300_000;

/** Sends a file; `path` is below `/api/v1`. */
export async function uploadFile(
  server: Pick<TestServer, 'url'>,
  person: Pick<Person, 'token'>,
  { path, fileName, body }: { path: string; fileName: string; body: BodyInit },
): Promise<Answer> {
  const query = new URLSearchParams({ fileName });
  const response = await fetch(`${server.url}/api/v1${path}?${query}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${person.token}`,
      'content-type': 'application/octet-stream',
    },
    body,
    // Node wants this for streams; its types do not have it.
    ...({ duplex: 'half' } as object),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(text) as AnswerBody,
  };
}

/** Waits until an import is in one of the states. */
export async function waitForImport(
  server: TestServer,
  person: Person,
  importId: string,
  states: readonly string[],
): Promise<AnswerBody['data']> {
  const deadlineMs = Date.now() + WAIT_LIMIT_MS;
  for (;;) {
    const answer = await server.call('GET', `/imports/${importId}`, { token: person.token });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    if (states.includes(answer.body.data.state)) return answer.body.data;
    if (Date.now() > deadlineMs) throw new Error(`still ${JSON.stringify(answer.body.data)}`);
    await sleep(50);
  }
}

/** Uploads a file, starts its import and waits for the end; answers the import with its report. */
export async function runImport(
  server: TestServer,
  person: Person,
  file: { path: string; fileName: string; body: BodyInit },
  start: Record<string, unknown>,
): Promise<AnswerBody['data']> {
  const uploaded = await uploadFile(server, person, file);
  if (uploaded.status !== 200) throw new Error(JSON.stringify(uploaded.body));
  return startImport(server, person, uploaded.body.data.id as string, start);
}

/** Starts the import of an uploaded file and waits for the end; answers the import with its report. */
export async function startImport(
  server: TestServer,
  person: Person,
  importId: string,
  start: Record<string, unknown>,
): Promise<AnswerBody['data']> {
  const started = await server.call('POST', `/imports/${importId}/start`, {
    token: person.token,
    body: start,
  });
  if (started.status !== 200) throw new Error(JSON.stringify(started.body));
  return waitForImport(server, person, importId, ['done', 'failed', 'cancelled']);
}

/** A board as its API shows it, values by the names of columns and options. */
export interface ShownBoard {
  columns: string[];
  groups: string[];
  items: { title: string; group: string; values: Record<string, unknown> }[];
}

interface Named {
  id: string;
  name: string;
}
type ShownColumn = Named & { type: string; settings: { options?: Named[] } };

/** Reads a board through the API. */
export async function readBoard(
  server: Pick<TestServer, 'call'>,
  person: Pick<Person, 'token'>,
  boardId: string,
): Promise<ShownBoard> {
  const answer = await server.call('GET', `/boards/${boardId}/snapshot`, { token: person.token });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  const { columns, groups, items } = answer.body.data as {
    columns: ShownColumn[];
    groups: Named[];
    items: { number: number; groupId: string; values: Record<string, unknown> }[];
  };
  const nameOf = (options: readonly Named[], id: unknown) =>
    options.find((option) => option.id === id)?.name ?? id;
  const show = ({ settings: { options = [] } }: ShownColumn, value: unknown) =>
    Array.isArray(value) ? value.map((id) => nameOf(options, id)) : nameOf(options, value);
  return {
    columns: columns.map(({ name, type }) => `${name} (${type})`),
    groups: groups.map(({ name }) => name),
    items: items
      .toSorted((a, b) => a.number - b.number)
      .map(({ groupId, values }) => ({
        title: String(values['title']),
        group: String(nameOf(groups, groupId)),
        values: Object.fromEntries(
          columns
            .filter(({ id }) => values[id] !== undefined)
            .map((column) => [column.name, show(column, values[column.id])]),
        ),
      })),
  };
}
