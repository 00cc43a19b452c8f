import { AREA, LINES, STATUS } from './board-lines.ts';
import { type Ask, fillInbox, sendInvoice } from './notices.ts';

/** People of the pictures, in the order in which they sign up; the first one is the owner. */
const PEOPLE = ['Ada Lindqvist', 'Bruno Okafor', 'Chiara Moreau', 'Dinh Tran'] as const;

const PASSWORD = 'violet ladder under a quiet harbour';

/** Somebody of the pictures, signed in for programs. */
export interface Shown {
  userId: string;
  email: string;
  password: string;
  token: string;
}

/** What is in the pictures. */
export interface Scene {
  people: Shown[];
  organizationId: string;
  boardId: string;
  /** The column that the kanban is by. */
  statusId: string;
  /** The item whose panel is shown. */
  itemId: string;
  /** A mail that arrived at the third attempt. */
  invoiceId: string;
}

type Call = (
  method: string,
  path: string,
  body?: unknown,
  token?: string,
) => Promise<Record<string, never>>;

/** Signs people up on an empty instance and fills a board with them. */
export async function fillScene(url: string): Promise<Scene> {
  const call: Call = (...request) => callApi(url, ...request);
  const people: Shown[] = [];
  for (const name of PEOPLE) people.push(await signUp(call, name));
  const [owner] = people as [Shown, ...Shown[]];
  const own = (method: string, path: string, body?: unknown) =>
    call(method, path, body, owner.token) as Promise<Record<string, string>>;
  const { id: organizationId = '' } = await own('POST', '/organizations', {
    name: 'Lighthouse Studio',
  });
  await joinAll(call, own, organizationId, people.slice(1));
  const space = await own('POST', `/organizations/${organizationId}/workspaces`, {
    name: 'Product',
  });
  await own('POST', `/organizations/${organizationId}/workspaces`, { name: 'People' });
  const boards = `/workspaces/${space['id']}/boards`;
  const { id: boardId = '' } = await own('POST', boards, { name: 'Website relaunch' });
  for (const name of ['Roadmap 2027', 'Support inbox', 'Release checklist'])
    await own('POST', boards, { name });
  const board = await fillBoard(call, people, boardId);
  const [, bruno, chiara, dinh] = people as [Shown, Shown, Shown, Shown];
  const asking = ({ token }: Shown): Ask => {
    return (method, path, body) => call(method, path, body, token);
  };
  await fillInbox({
    ask: [own, asking(bruno), asking(chiara), asking(dinh)],
    ownerId: owner.userId,
    organizationId,
    ...board,
    status: board.statusId,
    done: STATUS.done.id,
  });
  const invoiceId = await sendInvoice(own, organizationId);
  return { people, organizationId, boardId, ...board, invoiceId };
}

async function fillBoard(
  call: Call,
  people: readonly Shown[],
  boardId: string,
): Promise<Pick<Scene, 'statusId' | 'itemId'> & { person: string; items: string[] }> {
  const token = people[0]?.token;
  const make = async (path: string, body: unknown, by = token) =>
    (await call('POST', path, body, by))['id'] as unknown as string;
  const column = (name: string, type: string, settings: object = {}) =>
    make(`/boards/${boardId}/columns`, { name, type, settings });
  const status = await column('Status', 'status', { options: Object.values(STATUS) });
  const person = await column('Owner', 'person');
  const due = await column('Due', 'date');
  const area = await column('Area', 'tags', { options: Object.values(AREA) });
  const effort = await column('Effort', 'number', { unit: 'days' });
  const impact = await column('Impact', 'rating');
  const description = await column('Description', 'longText');
  const groups = new Map<string, string>();
  // A new board has a group already, which nothing here is in.
  const { groups: before } = (await call(
    'GET',
    `/boards/${boardId}/snapshot`,
    undefined,
    token,
  )) as unknown as { groups: { id: string }[] };
  for (const name of new Set(LINES.map(([group]) => group)))
    groups.set(name, await make(`/boards/${boardId}/groups`, { name }));
  for (const { id } of before) await call('DELETE', `/groups/${id}`, {}, token);
  const ids: string[] = [];
  for (const [group, title, state, owner, date, areas, days, stars] of LINES) {
    const values = {
      [status]: STATUS[state].id,
      [person]: [people[owner]?.userId],
      [due]: date,
      [area]: areas.map((name) => AREA[name].id),
      [effort]: days,
      [impact]: stars,
    };
    ids.push(await make(`/boards/${boardId}/items`, { title, groupId: groups.get(group), values }));
  }
  const [first = ''] = ids;
  for (const title of ['Three drafts', 'Test with five people', 'Final wording'])
    await make(`/boards/${boardId}/items`, { title, parentId: first });
  await tell(call, people, { itemId: first, description });
  return { statusId: status, itemId: first, person, items: ids };
}

/** A description and a conversation. */
async function tell(
  call: Call,
  people: readonly Shown[],
  { itemId, description }: { itemId: string; description: string },
): Promise<void> {
  const paragraph = (text: string) => ({ kind: 'paragraph', inlines: [{ kind: 'text', text }] });
  const said = [
    [2, 'Draft two is on the board. I like the short one best: “See what your team is doing.”'],
    [0, 'So do I. Could we try it on the phone first? The line break is unlucky at 390 px.'],
  ] as const;
  const document = {
    blocks: [
      paragraph(
        'Somebody who has never heard of us should know within five seconds what this is for.',
      ),
      {
        kind: 'bullets',
        items: ['No jargon', 'At most twelve words', 'Works as a page title'].map((text) => [
          { kind: 'text', text },
        ]),
      },
    ],
  };
  await call('PUT', `/items/${itemId}/texts/${description}`, { document }, people[2]?.token);
  for (const [who, text] of said)
    await call(
      'POST',
      `/items/${itemId}/comments`,
      { body: { blocks: [paragraph(text)] } },
      people[who]?.token,
    );
}

async function signUp(call: Call, name: string): Promise<Shown> {
  const email = `${name.split(' ')[0]?.toLowerCase()}@lighthouse.example`;
  const answer = await call('POST', '/auth/register', { name, email, password: PASSWORD });
  const { accessToken, account } = answer as unknown as {
    accessToken: string;
    account: { id: string };
  };
  return { userId: account.id, email, password: PASSWORD, token: accessToken };
}

async function joinAll(
  call: Call,
  own: (method: string, path: string, body?: unknown) => Promise<unknown>,
  organizationId: string,
  people: readonly Shown[],
): Promise<void> {
  const base = `/organizations/${organizationId}`;
  const roles = (await own('GET', `${base}/roles`)) as { id: string; key: string }[];
  const roleId = roles.find(({ key }) => key === 'member')?.id;
  for (const { token } of people) {
    const { link } = (await own('POST', `${base}/invitations`, { roleId })) as { link: string };
    const secret = new URL(link).searchParams.get('token');
    await call('POST', '/invitations/accept', { token: secret }, token);
  }
}

async function callApi(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<Record<string, never>> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as { data: Record<string, never> };
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer.data;
}
