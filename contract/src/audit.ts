import { z } from 'zod';
import { id, pageInput, pageOf, timestamp } from './common.ts';
import { defineOperation } from './define.ts';

/** One security-relevant act: who did what, to what, from where. */
export const auditEntry = z
  .object({
    id,
    sequence: z.number().int(),
    action: z.string(),
    outcome: z.enum(['done', 'refused']),
    actor: z.object({
      kind: z.enum(['anonymous', 'user', 'apiKey', 'system']),
      userId: id.nullable(),
      apiKeyId: id.nullable(),
      name: z.string().nullable(),
    }),
    target: z.object({ type: z.string(), id: z.string() }).nullable(),
    details: z.record(z.string(), z.unknown()),
    ipAddress: z.string().nullable(),
    userAgent: z.string().nullable(),
    requestId: z.string().nullable(),
    at: timestamp,
  })
  .meta({ id: 'AuditEntry' });

const filters = {
  action: z
    .string()
    .max(80)
    .regex(/^[A-Za-z.]*$/, 'Letters and dots')
    .optional()
    .meta({ description: 'an action or its beginning, as in member.' }),
  actorId: id.optional(),
  from: timestamp.optional().meta({ description: 'entries of this moment or later' }),
  to: timestamp.optional().meta({ description: 'entries before this moment' }),
};

const onOrganization = { object: 'organization', id: 'organizationId' } as const;

export const list = defineOperation({
  name: 'audit.list',
  summary: 'The audit log of an organization, newest first.',
  method: 'GET',
  path: '/organizations/:organizationId/audit',
  access: { kind: 'permission', permission: 'audit:read', ...onOrganization },
  input: z.strictObject({ organizationId: id, ...filters, ...pageInput }),
  output: pageOf(auditEntry),
  paginated: true,
});

export const exportLog = defineOperation({
  name: 'audit.export',
  summary: 'The audit log of an organization as a file, oldest first, 10,000 entries at a time.',
  method: 'GET',
  path: '/organizations/:organizationId/audit/export',
  access: { kind: 'permission', permission: 'audit:read', ...onOrganization },
  input: z.strictObject({
    organizationId: id,
    ...filters,
    format: z.enum(['csv', 'json']).default('csv'),
    after: z.coerce
      .number<number>()
      .int()
      .min(0)
      .default(0)
      .meta({ description: 'sequence to continue after' }),
  }),
  output: z.object({ fileName: z.string(), contentType: z.string(), text: z.string() }),
  download: true,
});

export const verify = defineOperation({
  name: 'audit.verify',
  summary: 'Check the hash chain of an organization’s audit log.',
  method: 'GET',
  path: '/organizations/:organizationId/audit/verify',
  access: { kind: 'permission', permission: 'audit:read', ...onOrganization },
  input: z.strictObject({ organizationId: id }),
  output: z.object({
    intact: z.boolean(),
    entries: z.number().int(),
    firstBrokenSequence: z.number().int().nullable(),
  }),
});

export const listOwn = defineOperation({
  name: 'audit.listOwn',
  summary: 'Security-relevant acts on one’s own account, newest first.',
  method: 'GET',
  path: '/account/audit',
  access: { kind: 'user' },
  input: z.strictObject(pageInput),
  output: pageOf(auditEntry),
  paginated: true,
});

export const listInstance = defineOperation({
  name: 'audit.listInstance',
  summary: 'Acts on the instance itself, newest first.',
  method: 'GET',
  path: '/instance/audit',
  access: { kind: 'instance' },
  input: z.strictObject(pageInput),
  output: pageOf(auditEntry),
  paginated: true,
});
