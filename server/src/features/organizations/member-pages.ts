import * as accounts from '@boardwire/contract/accounts';
import type { Member } from '@boardwire/contract/members';
import * as members from '@boardwire/contract/members';
import * as mfa from '@boardwire/contract/mfa';
import * as organizations from '@boardwire/contract/organizations';
import * as roles from '@boardwire/contract/roles';
import { defineCacheClass, voids, type Tag } from '../../platform/cache/cache-class.ts';
import { MINUTE_MS } from '../../kernel/time.ts';
import type { MemberPage } from './store/members.ts';

/** Which page of the members of an organization. */
export type MemberPageKey = Omit<MemberPage, 'organizationId'>;

const membersOf = (organizationId: string): Tag[] => [`members:${organizationId}`];
/** Nobody knows where in which lists a person stands once their name has changed, and they change it rarely. */
const PEOPLE: Tag[] = ['people:all'];

/** Pages of the list of members, and what a search in it finds; the same for all who may read it. */
export const memberPages = defineCacheClass<
  'organization',
  MemberPageKey,
  (Member & { sortName: string })[]
>({
  name: 'members.pages',
  owner: 'organizations',
  summary: 'Pages and searches of the list of members',
  version: 1,
  scope: 'organization',
  ttlMs: 10 * MINUTE_MS,
  staleMs: MINUTE_MS,
  layers: 'memory and redis',
  holdsAccess: false,
  tags: ['members', 'people'],
  tagsOf: ({ organizationId }) => [...membersOf(organizationId), ...PEOPLE],
  voidedBy: [
    ...[
      members.memberSuspended,
      members.memberReinstated,
      members.memberRoleChanged,
      members.memberLeft,
      members.memberJoined,
      organizations.ownershipTransferred,
      roles.roleUpdated,
      roles.roleDeleted,
    ].map((spec) => voids(spec, ({ data }) => membersOf(data.organizationId))),
    ...[
      accounts.userUpdated,
      accounts.userEmailChanged,
      mfa.userMfaEnabled,
      mfa.userMfaDisabled,
    ].map((spec) => voids(spec, () => PEOPLE)),
  ],
});
