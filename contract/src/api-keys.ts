import { z } from 'zod';
import { done, id, name, timestamp } from './common.ts';
import { defineEvent, defineOperation } from './define.ts';
import { permissionNames } from './permissions.ts';

/** An API key without its secret. */
export const apiKey = z
  .object({
    id,
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.enum(permissionNames)),
    owner: z.object({ userId: id, name: z.string() }),
    createdAt: timestamp,
    expiresAt: timestamp.nullable(),
    lastUsedAt: timestamp.nullable(),
  })
  .meta({ id: 'ApiKey' });

const onOrganization = { object: 'organization', id: 'organizationId' } as const;

export const list = defineOperation({
  name: 'apiKeys.list',
  summary: 'One’s own API keys of an organization; everybody’s for those who manage them.',
  method: 'GET',
  path: '/organizations/:organizationId/api-keys',
  access: { kind: 'permission', permission: 'apiKeys:create', ...onOrganization },
  input: z.strictObject({ organizationId: id }),
  output: z.array(apiKey),
});

export const create = defineOperation({
  name: 'apiKeys.create',
  summary: 'Create an API key; its secret is answered this once.',
  method: 'POST',
  path: '/organizations/:organizationId/api-keys',
  access: { kind: 'permission', permission: 'apiKeys:create', ...onOrganization, apiKeys: false },
  input: z.strictObject({
    organizationId: id,
    name,
    scopes: z
      .array(z.enum(permissionNames))
      .max(200)
      .refine((list) => list.includes('organization:read'), 'A key includes organization:read'),
    expiresAt: timestamp.nullable().default(null),
  }),
  output: apiKey.extend({ secret: z.string() }).meta({ id: 'ApiKeyWithSecret' }),
  errors: ['CONFLICT'],
});

export const revoke = defineOperation({
  name: 'apiKeys.revoke',
  summary: 'End an API key at once: one’s own, or anybody’s for those who manage them.',
  method: 'DELETE',
  path: '/organizations/:organizationId/api-keys/:apiKeyId',
  access: {
    kind: 'permission',
    permission: 'apiKeys:create',
    object: 'apiKey',
    id: 'apiKeyId',
    apiKeys: false,
  },
  input: z.strictObject({ organizationId: id, apiKeyId: id }),
  output: done,
});

const keyEvent = { version: 1, aggregate: 'organization', room: 'organization' } as const;

export const apiKeyCreated = defineEvent({
  type: 'apiKey.created',
  summary: 'Somebody created an API key.',
  ...keyEvent,
  payload: z.object({ organizationId: id, apiKeyId: id, ownerId: id }),
});

export const apiKeyRevoked = defineEvent({
  type: 'apiKey.revoked',
  summary: 'An API key was ended.',
  ...keyEvent,
  payload: z.object({ organizationId: id, apiKeyId: id, ownerId: id }),
});
