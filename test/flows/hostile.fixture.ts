import { createOrganization, registerPerson, type Person } from '../harness/people.ts';
import type { TestServer } from '../harness/server.ts';
import type { Device, TestApp } from './app.fixture.ts';
import { post } from './seed.fixture.ts';
import type { Canary } from './canary.fixture.ts';
import { namePayloads } from './xss-payloads.fixture.ts';

/** An instance in which every name is an attack. */
export interface HostileInstance {
  owner: Person;
  organizationId: string;
  /** Some open invitations: the page that they lead to shows names to visitors. */
  invitationLinks: string[];
}

/** A device that notes what an attack would do. */
export interface WatchedDevice extends Device {
  /** Dialogs that opened: every script of the payloads opens one. */
  dialogs: string[];
}

/** Requests at a time: hashing passwords is what takes long. */
const AT_ONCE = 4;

/** Opening a page for each invitation would show the same few words again and again. */
const LINKED_EVERY = 6;

/** Fills a new instance with names from the payloads, sent by programs that are named so, too. */
export async function seedHostileInstance(server: TestServer): Promise<HostileInstance> {
  const owner = await registerPerson(server, { name: '<img src=x onerror=alert("owner")>' });
  const organizationId = await createOrganization(server, owner, '<svg onload=alert("here")>');
  const links = new Map<string, string>();
  await forEachAtOnce(namePayloads, async (payload) => {
    links.set(payload, await addNamed(server, owner, organizationId, payload));
  });
  const invitationLinks = namePayloads.filter((_, index) => index % LINKED_EVERY === 0);
  return {
    owner,
    organizationId,
    invitationLinks: invitationLinks.map((payload) => links.get(payload) ?? ''),
  };
}

/** A board whose every name and text is an attack; one more board for each of them. */
export async function seedHostileBoards(
  server: TestServer,
  { owner: { token }, organizationId }: HostileInstance,
): Promise<string> {
  const path = `/organizations/${organizationId}/workspaces`;
  const workspace = await post(server, token, path, { name: '<svg onload=alert("workspace")>' });
  const boards = `/workspaces/${workspace.id}/boards`;
  await forEachAtOnce(
    namePayloads,
    async (name) => void (await post(server, token, boards, { name })),
  );
  const { id } = await post(server, token, boards, { name: '<svg onload=alert("board")>' });
  const group = { name: '<svg onload=alert("group")>' };
  const { id: groupId } = await post(server, token, `/boards/${id}/groups`, group);
  const options = namePayloads.map((name) => ({ id: crypto.randomUUID(), name, color: 'red' }));
  const addColumn = (type: string, settings: object) =>
    post(server, token, `/boards/${id}/columns`, {
      type,
      name: '<img src=x onerror=alert(1)>',
      settings,
    });
  const text = await addColumn('text', {});
  const status = await addColumn('status', { options });
  await forEachAtOnce([...namePayloads.entries()], async ([index, title]) => {
    const values = { [text.id]: title, [status.id]: options[index]?.id };
    const item = await post(server, token, `/boards/${id}/items`, { title, groupId, values });
    const blocks = [{ kind: 'paragraph', inlines: [{ kind: 'text', text: title }] }];
    if (index === 0) await post(server, token, `/items/${item.id}/comments`, { body: { blocks } });
  });
  return id;
}

/** Who is invited to the role that is called by this payload. */
export function addressOf(index: number): string {
  return `invited-${index}@example.test`;
}

async function addNamed(
  server: TestServer,
  owner: Person,
  organizationId: string,
  name: string,
): Promise<string> {
  const { token } = owner;
  const base = `/organizations/${organizationId}`;
  const as = (sender: string) => ({ token: sender, userAgent: name });
  await post(server, as(token), '/organizations', { name });
  const permissions = ['organization:read', 'members:read'];
  const role = await post(server, as(token), `${base}/roles`, { name, permissions });
  await post(server, as(token), `${base}/api-keys`, { name, scopes: ['organization:read'] });
  const invitation = { email: addressOf(namePayloads.indexOf(name)), roleId: role.id };
  await post(server, as(token), `${base}/invitations`, invitation);
  const { link } = await post(server, as(token), `${base}/invitations`, { roleId: role.id });
  const open = await post(server, as(token), `${base}/invitations`, { roleId: role.id });
  const member = await registerPerson(server, { name });
  const joining = { token: new URL(link).searchParams.get('token') };
  await post(server, as(member.token), '/invitations/accept', joining);
  const { email, password } = owner;
  await post(server, as(''), '/auth/login', { email, password });
  return open.link;
}

async function forEachAtOnce<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (const item of waiting) await work(item);
  });
  await Promise.all(lanes);
}

/** Opens a device whose requests to any other host end at the canary. */
export async function openWatchedDevice(
  app: TestApp,
  canary: Canary,
  bypassCSP: boolean,
): Promise<WatchedDevice> {
  const device = await app.openDevice({
    bypassCSP,
    proxy: { server: canary.url, bypass: '127.0.0.1' },
  });
  const dialogs: string[] = [];
  device.context.on('dialog', (dialog) => {
    dialogs.push(`${dialog.type()} ${dialog.message()}`);
    // A page that goes elsewhere takes its dialog along.
    dialog.dismiss().catch(() => undefined);
  });
  return { ...device, dialogs };
}
