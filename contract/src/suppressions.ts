import { z } from 'zod';
import { done, emailAddress, id, pageInput, pageOf, timestamp } from './common.ts';
import { defineOperation } from './define.ts';
import { organizationOfKey } from './notifications.ts';

const manage = { kind: 'permission', permission: 'notifications:manage' } as const;
const onOrganization = { ...manage, object: 'organization', id: 'organizationId' } as const;

/** An address that nothing more is sent to; it is kept as a fingerprint, and shown masked. */
export const suppression = z
  .object({
    id,
    channel: z.enum(['email', 'sms', 'push', 'webhook']),
    address: z.string().meta({ description: 'masked: a***@example.com' }),
    reason: z.enum(['hardBounce', 'softBounces', 'complaint', 'unsubscribed', 'manual', 'gone']),
    until: timestamp.nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'Suppression' });

export const list = defineOperation({
  name: 'suppressions.list',
  summary: 'Addresses that an organization sends nothing to, the newest first.',
  method: 'GET',
  path: '/suppressions',
  access: onOrganization,
  input: z.strictObject({
    organizationId: organizationOfKey,
    channel: z.enum(['email', 'sms', 'push', 'webhook']).optional(),
    ...pageInput,
  }),
  output: pageOf(suppression),
  paginated: true,
});

export const add = defineOperation({
  name: 'suppressions.add',
  summary: 'Send nothing more to an address.',
  method: 'POST',
  path: '/suppressions',
  access: onOrganization,
  input: z.strictObject({
    organizationId: organizationOfKey,
    address: z.union([
      z.strictObject({ email: emailAddress }),
      z.strictObject({
        phone: z.string().regex(/^\+[1-9]\d{6,14}$/, 'A number such as +4915112345678 (E.164)'),
      }),
    ]),
    until: timestamp.optional(),
  }),
  output: suppression,
});

export const remove = defineOperation({
  name: 'suppressions.remove',
  summary: 'Send to an address again.',
  method: 'DELETE',
  path: '/suppressions/:suppressionId',
  access: { ...manage, object: 'suppression', id: 'suppressionId' },
  input: z.strictObject({ suppressionId: id }),
  output: done,
});
