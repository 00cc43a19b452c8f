import type { Permission } from '@boardwire/contract/permissions';

/** Somebody who acts in an organization: the role they have and the permissions they can use. */
export interface Holder {
  roleKey: string | null;
  permissions: ReadonlySet<Permission>;
}

/** What a role gives. */
export interface Rank {
  key: string | null;
  permissions: readonly Permission[];
}

/** What stands against giving a role to somebody, or against changing one. */
export type GrantObstacle = 'ownersOnly' | 'aboveOneself';

/** Nobody grants above themselves, and only owners make owners (security S23). */
export function checkGrant(granter: Holder, role: Rank): GrantObstacle | null {
  if (role.key === 'owner' && granter.roleKey !== 'owner') return 'ownersOnly';
  return role.permissions.every((name) => granter.permissions.has(name)) ? null : 'aboveOneself';
}

/** What stands against managing a member. */
export type ManageObstacle = GrantObstacle | 'lastOwner';

/** A change that a member's place in the organization can undergo. */
export interface MemberChange {
  /** The role before. */
  from: Rank;
  isActive: boolean;
  /** The role after; null when the member loses access. */
  to: Rank | null;
  /** Active owners besides this member. */
  otherOwners: number;
}

/** Whether `manager` may make the change: on members within their own rights, to roles within them, one owner stays. */
export function checkMemberChange(manager: Holder, change: MemberChange): ManageObstacle | null {
  return (
    checkGrant(manager, change.from) ??
    (change.to === null ? null : checkGrant(manager, change.to)) ??
    checkOwnerStays(change)
  );
}

/** The last active owner stays one (security S23). */
export function checkOwnerStays({
  from,
  isActive,
  to,
  otherOwners,
}: MemberChange): 'lastOwner' | null {
  const isLosingOwner = isActive && from.key === 'owner' && to?.key !== 'owner';
  return isLosingOwner && otherOwners === 0 ? 'lastOwner' : null;
}

/** Where an invitation stands. */
export type InvitationState = 'open' | 'used' | 'revoked' | 'expired';

/** The dates that tell where an invitation stands. */
export interface InvitationDates {
  usedAt: string | null;
  revokedAt: string | null;
  expiresAt: string;
}

/** Where an invitation stands at the moment `now`. */
export function invitationState(
  { usedAt, revokedAt, expiresAt }: InvitationDates,
  now: Date,
): InvitationState {
  if (usedAt !== null) return 'used';
  if (revokedAt !== null) return 'revoked';
  return Date.parse(expiresAt) <= now.getTime() ? 'expired' : 'open';
}

/** What stands against accepting an invitation. */
export type AcceptObstacle =
  | 'used'
  | 'gone'
  | 'otherAddress'
  | 'unverified'
  | 'suspended'
  | 'alreadyMember'
  | 'inviterWithoutRight';

/** An attempt to accept an invitation, with everything that decides about it. */
export interface Acceptance {
  invitation: InvitationDates & { email: string | null; role: Rank };
  isOrganizationDeleted: boolean;
  account: { email: string };
  /** Whether the account has shown that it reads mails to its address. */
  isAddressProven: boolean;
  membershipState: 'active' | 'suspended' | null;
  /** The inviter as of now; null when they lost their place. */
  inviter: Holder | null;
}

/**
 * Whether the invitation lets this account in (security S58). The inviter's right counts at the moment of the answer:
 * what they could not grant now, their invitation does not grant either.
 */
export function checkAcceptance(acceptance: Acceptance, now: Date): AcceptObstacle | null {
  const { invitation, account, membershipState } = acceptance;
  const state = invitationState(invitation, now);
  if (state === 'used') return 'used';
  if (state !== 'open' || acceptance.isOrganizationDeleted) return 'gone';
  if (invitation.email !== null && invitation.email !== account.email.toLowerCase())
    return 'otherAddress';
  if (invitation.email !== null && !acceptance.isAddressProven) return 'unverified';
  if (membershipState === 'suspended') return 'suspended';
  if (membershipState === 'active') return 'alreadyMember';
  return mayInvite(acceptance.inviter, invitation.role) ? null : 'inviterWithoutRight';
}

function mayInvite(inviter: Holder | null, role: Rank): boolean {
  return (
    inviter !== null &&
    inviter.permissions.has('members:invite') &&
    checkGrant(inviter, role) === null
  );
}
