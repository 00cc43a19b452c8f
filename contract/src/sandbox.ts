import { z } from 'zod';
import { id, pageInput, pageOf, timestamp } from './common.ts';
import { defineOperation } from './define.ts';
import { organizationOfKey } from './notifications.ts';

const onOrganization = {
  kind: 'permission',
  permission: 'notifications:manage',
  object: 'organization',
  id: 'organizationId',
} as const;

/** API keys that are in the sandbox while their organization is not. */
const KEYS_MAX = 50;
/** Attempts of one delivery that a fault can be for: no schedule has more. */
const ATTEMPTS_MAX = 20;

const channel = z.enum(['email', 'sms', 'push', 'webhook']);

/** What goes wrong in a sandbox. */
export const sandboxFault = z.strictObject({
  channel,
  kind: z.enum(['transient', 'throttled', 'permanent', 'badAddress', 'lost', 'timeout']).meta({
    description:
      'refused for now, for good, or because of the address; `lost`: it arrives and nobody answers; `timeout`: nothing arrives and nobody answers',
  }),
  attempts: z.int().min(1).max(ATTEMPTS_MAX).default(ATTEMPTS_MAX).meta({
    description: 'the first so many attempts of each delivery; those after them work',
  }),
});

/** Whether an organization only tries things out. */
export const sandboxSettings = z
  .object({
    isOn: z.boolean().meta({ description: 'everything that the organization asks to be sent' }),
    apiKeyIds: z
      .array(id)
      .meta({ description: 'or only what these keys ask for, while the sandbox is off' }),
    faults: z.array(sandboxFault),
  })
  .meta({ id: 'Sandbox' });

/** A message that was captured instead of sent. */
export const sandboxMessage = z
  .object({
    deliveryId: id,
    jobId: id,
    channel,
    to: z.string().meta({
      description: 'the address as the provider would have got it; of a webhook its endpoint’s id',
    }),
    content: z.record(z.string(), z.string()).meta({
      description:
        'a mail’s subject, html and text; a text message’s body; a push’s title, body and url; a webhook’s body',
    }),
    headers: z.record(z.string(), z.string()).meta({ description: 'of a mail' }),
    isWithheld: z.boolean().meta({
      description: 'it is about a board that the caller may not see: content and headers are empty',
    }),
    attempt: z.int(),
    capturedAt: timestamp,
  })
  .meta({ id: 'SandboxMessage' });

export const get = defineOperation({
  name: 'sandbox.get',
  summary: 'Whether messages of an organization are captured instead of sent, and what goes wrong.',
  method: 'GET',
  path: '/sandbox',
  access: onOrganization,
  input: z.strictObject({ organizationId: organizationOfKey }),
  output: sandboxSettings,
});

export const set = defineOperation({
  name: 'sandbox.set',
  summary:
    'Capture messages instead of sending them. It holds for what is asked for from now on: a message stays what it was when it was asked for.',
  method: 'PUT',
  path: '/sandbox',
  access: onOrganization,
  input: z.strictObject({
    organizationId: organizationOfKey,
    isOn: z.boolean(),
    apiKeyIds: z.array(id).max(KEYS_MAX).default([]),
    faults: z.array(sandboxFault).max(channel.options.length).default([]),
  }),
  output: sandboxSettings,
});

export const listMessages = defineOperation({
  name: 'sandbox.listMessages',
  summary: 'What was captured, the newest first; the newest 1,000 of an organization are kept.',
  method: 'GET',
  path: '/sandbox/messages',
  access: onOrganization,
  input: z.strictObject({
    organizationId: organizationOfKey,
    channel: channel.optional(),
    jobId: id.optional(),
    ...pageInput,
  }),
  output: pageOf(sandboxMessage),
  paginated: true,
});

export const clearMessages = defineOperation({
  name: 'sandbox.clearMessages',
  summary: 'Forget what was captured.',
  method: 'DELETE',
  path: '/sandbox/messages',
  access: onOrganization,
  input: z.strictObject({ organizationId: organizationOfKey }),
  output: z.object({ count: z.int() }),
});
