import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import { id, pageInput, pageOf, timestamp } from './common.ts';

const signUpMode = z.enum(['open', 'invitation']);

/** Why the instance takes no changes, and since when; null while it takes them. */
const readOnly = z.object({ reason: z.string(), since: timestamp }).nullable();

export const status = defineOperation({
  name: 'instance.status',
  summary: 'What a visitor needs before signing in.',
  method: 'GET',
  path: '/instance/status',
  access: { kind: 'public' },
  input: z.strictObject({}),
  output: z
    .object({
      version: z.string(),
      needsOwner: z.boolean(),
      needsSetupCode: z.boolean(),
      signUp: signUpMode,
      passwordMinLength: z.number().int(),
      /** Where mails go: out by SMTP, or into the built-in mailbox. */
      mail: z.enum(['smtp', 'mailbox']),
      readOnly,
      /** What this server takes beyond the first edition of the API; a client leaves out what is not named here. */
      features: z.array(z.string()).optional(),
    })
    .meta({ id: 'InstanceStatus' }),
});

const settings = z
  .object({
    signUp: z.object({ value: signUpMode, default: signUpMode, isDefault: z.boolean() }),
    publicUrl: z.string(),
    isExposed: z.boolean(),
    version: z.string(),
    readOnly,
    parts: z.array(
      z.object({
        name: z.string(),
        state: z.enum(['on', 'builtIn', 'off', 'unknown']),
        variable: z.string(),
        detail: z.string(),
        /** When the worker, which alone uses the part, said so; null when the answering process speaks of itself. */
        reportedAt: timestamp.nullable(),
      }),
    ),
  })
  .meta({ id: 'InstanceSettings' });

export const getSettings = defineOperation({
  name: 'instance.getSettings',
  summary:
    'Settings of the instance, with what is on, built in or off and which variable changes it.',
  method: 'GET',
  path: '/instance/settings',
  access: { kind: 'instance' },
  input: z.strictObject({}),
  output: settings,
});

export const updateSettings = defineOperation({
  name: 'instance.updateSettings',
  summary: 'Choose who may sign up; null returns to the default.',
  method: 'PATCH',
  path: '/instance/settings',
  access: { kind: 'instance' },
  input: z.strictObject({ signUp: signUpMode.nullable() }),
  output: settings,
});

export const setReadOnly = defineOperation({
  name: 'instance.setReadOnly',
  summary:
    'Take no changes for now, telling everybody why, or take them again; what is read, and signing in, go on.',
  method: 'PUT',
  path: '/instance/read-only',
  access: { kind: 'instance' },
  worksReadOnly: true,
  input: z.strictObject({
    reason: z
      .string()
      .trim()
      .min(1, 'Say why')
      .max(300, 'At most 300 characters')
      .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'No line breaks or control characters')
      .nullable()
      .meta({ description: 'what everybody is told; null: changes are taken again' }),
  }),
  output: settings,
});

const mailSummary = z.object({
  id,
  to: z.string(),
  subject: z.string(),
  at: timestamp,
});

export const listMailbox = defineOperation({
  name: 'mailbox.list',
  summary: 'Mails that the built-in mailbox took in, newest first.',
  method: 'GET',
  path: '/instance/mailbox',
  access: { kind: 'instance' },
  input: z.strictObject(pageInput),
  output: pageOf(mailSummary.meta({ id: 'MailSummary' })),
  paginated: true,
});

export const getMail = defineOperation({
  name: 'mailbox.get',
  summary: 'One mail of the built-in mailbox.',
  method: 'GET',
  path: '/instance/mailbox/:mailId',
  access: { kind: 'instance' },
  input: z.strictObject({ mailId: id }),
  output: mailSummary
    .extend({ from: z.string(), html: z.string(), text: z.string() })
    .meta({ id: 'Mail' }),
});

export const mailQueued = defineEvent({
  type: 'mail.queued',
  summary: 'A mail waits to be sent.',
  version: 1,
  aggregate: 'mail',
  room: 'none',
  payload: z.object({ mailId: id }),
});

export const instanceReadOnlyChanged = defineEvent({
  type: 'instance.readOnlyChanged',
  summary: 'The instance takes no changes for now, or takes them again.',
  version: 1,
  aggregate: 'instance',
  room: 'none',
  payload: z.object({ reason: z.string().nullable() }),
});

export const instanceSettingsChanged = defineEvent({
  type: 'instance.settingsChanged',
  summary: 'The owner changed the settings of the instance.',
  version: 1,
  aggregate: 'instance',
  room: 'none',
  payload: z.object({ signUp: signUpMode.nullable() }),
});
