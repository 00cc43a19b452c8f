import { createId } from '../../kernel/ids.ts';
import type { OutputOf } from '@boardwire/contract/define';
import type { create } from '@boardwire/contract/invitations';
import type { Permission } from '@boardwire/contract/permissions';
import type { Bed, Person } from './bed.fixture.ts';

/** Somebody in an organization. */
export type MemberPerson = Person & { memberId: string };

/** An organization with its owner and the ids of its built-in roles. */
export interface Scene {
  organizationId: string;
  owner: MemberPerson;
  roleIds: Record<'owner' | 'admin' | 'member' | 'guest', string>;
}

/** Makes an organization with a new owner. */
export async function openScene(bed: Bed, name = 'Acme'): Promise<Scene> {
  const person = await bed.addPerson({ name: `Owner of ${name}` });
  const { id: organizationId } = await bed.succeed(person, 'organizations.create', { name });
  const roles = await bed.succeed(person, 'roles.list', { organizationId });
  const roleIds = Object.fromEntries(roles.map(({ key, id }) => [key, id])) as Scene['roleIds'];
  return {
    organizationId,
    roleIds,
    owner: { ...person, memberId: await findMemberId(bed, organizationId, person) },
  };
}

/** Brings a new person in, by an invitation to the role. */
export async function join(
  bed: Bed,
  scene: Scene,
  role: keyof Scene['roleIds'] | { roleId: string },
): Promise<MemberPerson> {
  const { organizationId, owner, roleIds } = scene;
  const person = await bed.addPerson({ name: 'Joined Person' });
  const roleId = typeof role === 'string' ? roleIds[role] : role.roleId;
  const invitation = await bed.succeed(owner, 'invitations.create', { organizationId, roleId });
  await bed.succeed(person, 'invitations.accept', { token: tokenOf(invitation) });
  return { ...person, memberId: await findMemberId(bed, organizationId, person) };
}

/** Makes a custom role and answers its id. */
export async function addRole(
  bed: Bed,
  scene: Scene,
  permissions: Permission[],
  name = permissions.join(' '),
): Promise<string> {
  const { organizationId, owner } = scene;
  const role = await bed.succeed(owner, 'roles.create', {
    organizationId,
    name: name.slice(0, 120),
    permissions: ['organization:read', ...permissions],
  });
  return role.id;
}

/** The secret of an invitation's link. */
export function tokenOf({ link }: OutputOf<typeof create>): string {
  return new URL(link).searchParams.get('token') ?? '';
}

async function findMemberId(bed: Bed, organizationId: string, { userId }: Person): Promise<string> {
  const [row] = await bed.test.query<{ id: string }>(
    'select id from memberships where organization_id = $1 and user_id = $2',
    [organizationId, userId],
  );
  if (row === undefined) throw new Error('no such member');
  return row.id;
}

/** A mail as it was queued before mails were messages of the ledger, with its event: about no organization, and of one. */
export async function insertOldMail(bed: Bed, organizationId: string): Promise<void> {
  const id = createId();
  await bed.test.query(
    `with mail as (
       insert into mails (id, organization_id, template, recipient, params_sealed, locale)
       values ($1, $2, 'invitation', 'old@example.test', '', 'en'))
     insert into events (id, organization_id, aggregate_type, aggregate_id, type, version, data, actor)
     values ($3, $2, 'mail', $1, 'mail.queued', 1, jsonb_build_object('mailId', $1::uuid), '{"kind":"system"}')`,
    [id, organizationId, createId()],
  );
}

/** Everything that organizations are made of, as one hash: equal before and after a refused write. */
export async function hashState(bed: Bed): Promise<string> {
  const tables = [
    'organizations',
    'roles',
    'memberships',
    'invitations',
    'api_keys',
    'events',
    'audit_entries',
    'messages',
  ];
  const parts = tables.map(
    (table) => `(select md5(string_agg(t::text, '|' order by t::text)) from ${table} t)`,
  );
  const [row] = await bed.test.query<{ hash: string }>(
    `select md5(concat(${parts.join(', ')})) as hash`,
  );
  return row?.hash ?? '';
}
