import type { OperationName, OperationsByName } from '@boardwire/contract/catalogue';
import type { InputOf, OutputOf } from '@boardwire/contract/define';

type Examples = {
  [Name in OperationName]?: {
    input: InputOf<OperationsByName[Name]>;
    output: OutputOf<OperationsByName[Name]>;
  };
};

const createdAt = '2026-03-02T09:14:07.512Z';
const userId = '019a0b6e-6a39-7cc2-b7f5-5d5a0c4f9b11';
const organizationId = '019a0b6f-02d4-7e1a-9c55-8a2f6f0f7d20';
const ownerRole = { id: '019a0b6f-02d5-7a10-8f4e-0b8f4c5a1e77', key: 'owner', name: 'Owner' };
const memberRole = { id: '019a0b6f-02d5-7a10-8f4e-0b8f4c5a1e79', key: 'member', name: 'Member' };

const account = {
  id: userId,
  email: 'ada@example.com',
  emailVerified: true,
  pendingEmail: null,
  name: 'Ada Lovelace',
  locale: 'en',
  timeZone: 'Europe/London',
  theme: 'system',
  mfaEnabled: false,
  isInstanceOwner: true,
  createdAt,
} as const;

const session = {
  status: 'signedIn',
  accessToken: 'eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl',
  accessTokenExpiresAt: '2026-03-02T09:29:07.512Z',
  refreshToken: 'Jm1wN0xqQ2h2bDZ0cGZxRk1mY3d5a0Z6bVhhT2pQd2M',
  sessionId: '019a0b6e-6a3a-7f02-a1c9-3c1f4f2f9a42',
  account,
} as const;

const organization = {
  id: organizationId,
  name: 'Analytical Engines',
  createdAt,
  deletionScheduledFor: null,
  role: ownerRole,
  permissions: ['organization:read', 'organization:update', 'members:read', 'members:invite'],
} satisfies OutputOf<OperationsByName['organizations.get']>;

/** Requests and answers of the operations that people try first; checked against the declarations by type and test. */
export const examples: Examples = {
  'authentication.register': {
    input: {
      email: account.email,
      password: 'seven quiet geese keep a lighthouse',
      name: account.name,
    },
    output: session,
  },
  'authentication.logIn': {
    input: { email: account.email, password: 'seven quiet geese keep a lighthouse' },
    output: session,
  },
  'authentication.refresh': { input: { refreshToken: session.refreshToken }, output: session },
  'accounts.get': { input: {}, output: account },
  'organizations.create': { input: { name: organization.name }, output: organization },
  'organizations.list': { input: {}, output: [organization] },
  'organizations.get': { input: { organizationId }, output: organization },
  'members.list': {
    input: { organizationId, limit: 50 },
    output: {
      items: [
        {
          id: '019a0b6f-02d6-7d3e-b2b1-6f0c1d2e3f40',
          userId,
          name: account.name,
          email: account.email,
          role: ownerRole,
          state: 'active',
          mfaEnabled: false,
          joinedAt: createdAt,
        },
      ],
      nextCursor: null,
    },
  },
  'invitations.create': {
    input: { organizationId, email: 'charles@example.com', roleId: memberRole.id },
    output: {
      id: '019a0b70-11aa-7b0c-8d3f-2a4b6c8d0e1f',
      email: 'charles@example.com',
      role: memberRole,
      invitedBy: { userId, name: account.name },
      createdAt,
      expiresAt: '2026-03-09T09:14:07.512Z',
      link: 'https://boards.example.com/invitations/accept?token=uV3sP0mQ8bYtKcRz1nWxHfAeLdGiJoTq5y7u9iOpAsE',
    },
  },
  'apiKeys.create': {
    input: {
      organizationId,
      name: 'Nightly export',
      scopes: ['organization:read', 'members:read'],
    },
    output: {
      id: '019a0b71-2bcd-7c1d-9e4a-3b5c7d9e1f20',
      name: 'Nightly export',
      prefix: 'bw_sk_019a0b71',
      scopes: ['organization:read', 'members:read'],
      owner: { userId, name: account.name },
      createdAt,
      expiresAt: null,
      lastUsedAt: null,
      secret: 'bw_sk_019a0b71_c2VjcmV0LXNob3duLW9uY2U',
    },
  },
};
