import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { permissionNames, systemRoles, type Permission } from '@boardwire/contract/permissions';
import {
  checkAcceptance,
  checkGrant,
  checkMemberChange,
  checkOwnerStays,
  invitationState,
  type Acceptance,
  type Holder,
  type Rank,
} from './domain.ts';

const rankOf = (key: keyof typeof systemRoles): Rank => ({
  key,
  permissions: systemRoles[key].permissions,
});
const holderOf = (key: keyof typeof systemRoles): Holder => ({
  roleKey: key,
  permissions: new Set(systemRoles[key].permissions),
});
const permissionSet = fc.subarray([...permissionNames]);
const custom = (permissions: readonly Permission[]): Rank => ({ key: null, permissions });

describe('granting', () => {
  it('security S23: nobody grants a permission that they lack', () => {
    fc.assert(
      fc.property(permissionSet, permissionSet, (held, wanted) => {
        const obstacle = checkGrant({ roleKey: null, permissions: new Set(held) }, custom(wanted));
        const lacks = wanted.some((name) => !held.includes(name));
        expect(obstacle).toBe(lacks ? 'aboveOneself' : null);
      }),
    );
  });

  it('security S23: only owners make owners, whatever their permissions', () => {
    const allButTitle: Holder = { roleKey: null, permissions: new Set(permissionNames) };
    expect(checkGrant(allButTitle, rankOf('owner'))).toBe('ownersOnly');
    expect(checkGrant(holderOf('owner'), rankOf('owner'))).toBeNull();
    expect(
      checkGrant({ roleKey: 'owner', permissions: new Set(['members:manage']) }, rankOf('owner')),
    ).toBe('aboveOneself');
  });

  it('security S23: nobody manages a member who may do more', () => {
    const change = { isActive: true, to: rankOf('guest'), otherOwners: 3 };
    expect(checkMemberChange(holderOf('admin'), { ...change, from: rankOf('owner') })).toBe(
      'ownersOnly',
    );
    expect(checkMemberChange(holderOf('member'), { ...change, from: rankOf('admin') })).toBe(
      'aboveOneself',
    );
    expect(checkMemberChange(holderOf('admin'), { ...change, from: rankOf('admin') })).toBeNull();
    expect(
      checkMemberChange(holderOf('admin'), {
        ...change,
        from: rankOf('guest'),
        to: rankOf('owner'),
      }),
    ).toBe('ownersOnly');
  });

  it('security S23: the last active owner stays one', () => {
    const from = rankOf('owner');
    expect(checkOwnerStays({ from, isActive: true, to: rankOf('admin'), otherOwners: 0 })).toBe(
      'lastOwner',
    );
    expect(checkOwnerStays({ from, isActive: true, to: null, otherOwners: 0 })).toBe('lastOwner');
    expect(
      checkOwnerStays({ from, isActive: true, to: rankOf('owner'), otherOwners: 0 }),
    ).toBeNull();
    expect(checkOwnerStays({ from, isActive: true, to: null, otherOwners: 1 })).toBeNull();
    expect(checkOwnerStays({ from, isActive: false, to: null, otherOwners: 0 })).toBeNull();
    expect(
      checkOwnerStays({ from: rankOf('admin'), isActive: true, to: null, otherOwners: 0 }),
    ).toBeNull();
  });
});

describe('invitations', () => {
  const now = new Date('2026-03-01T12:00:00.000Z');
  const dates = { usedAt: null, revokedAt: null, expiresAt: '2026-03-02T00:00:00.000Z' };
  const open: Acceptance = {
    invitation: { ...dates, email: 'ada@example.com', role: rankOf('member') },
    isOrganizationDeleted: false,
    account: { email: 'Ada@Example.com' },
    isAddressProven: true,
    membershipState: null,
    inviter: holderOf('admin'),
  };
  const invitation = (changes: Partial<Acceptance['invitation']>): Acceptance => ({
    ...open,
    invitation: { ...open.invitation, ...changes },
  });

  it('ends at the moment it says', () => {
    expect(invitationState({ ...dates, expiresAt: now.toISOString() }, now)).toBe('expired');
    expect(
      invitationState({ ...dates, expiresAt: new Date(now.getTime() + 1).toISOString() }, now),
    ).toBe('open');
  });

  it.each<[string, Acceptance, ReturnType<typeof checkAcceptance>]>([
    ['lets the invited in, whatever the case of the address', open, null],
    ['is single use', invitation({ usedAt: '2026-03-01T00:00:00.000Z' }), 'used'],
    ['is gone when taken back', invitation({ revokedAt: '2026-03-01T00:00:00.000Z' }), 'gone'],
    ['is gone when expired', invitation({ expiresAt: '2026-02-01T00:00:00.000Z' }), 'gone'],
    ['is gone with its organization', { ...open, isOrganizationDeleted: true }, 'gone'],
    ['refuses another address', { ...open, account: { email: 'eve@example.com' } }, 'otherAddress'],
    [
      'refuses an address that nobody has proven',
      { ...open, isAddressProven: false },
      'unverified',
    ],
    [
      'needs no proof when it is bound to no address',
      { ...invitation({ email: null }), isAddressProven: false },
      null,
    ],
    ['does not let the suspended back in', { ...open, membershipState: 'suspended' }, 'suspended'],
    ['is not for members', { ...open, membershipState: 'active' }, 'alreadyMember'],
    ['dies with its inviter’s membership', { ...open, inviter: null }, 'inviterWithoutRight'],
    [
      'dies with its inviter’s right to invite',
      { ...open, inviter: holderOf('member') },
      'inviterWithoutRight',
    ],
    [
      'gives no more than its inviter has',
      invitation({ role: rankOf('owner') }),
      'inviterWithoutRight',
    ],
  ])('security S58: an invitation %s', (_name, acceptance, expected) => {
    expect(checkAcceptance(acceptance, now)).toBe(expected);
  });
});
