import { z } from 'zod';
import { anyJson } from './column-types.ts';
import { id, timestamp } from './common.ts';
import { defineOperation } from './define.ts';
import { channelNames } from './notifications.ts';

/** Longest text of a template, in characters: a mail of ten pages. */
const SOURCE_MAX_LENGTH = 20_000;
const SUBJECT_MAX_LENGTH = 300;
/** Example values, as JSON. */
const SAMPLE_MAX_LENGTH = 16_384;

const access = {
  kind: 'permission',
  permission: 'notifications:manage',
  object: 'organization',
  id: 'organizationId',
} as const;

const key = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'Letters, digits, dots and hyphens, at most 64')
  .meta({
    description:
      'a type of notice whose words are replaced, or a name of one’s own in lower-case letters, digits, `.`, `-` and `_`',
  });
const locale = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'A language such as en or de-AT');
const channel = z.enum(channelNames);
const subject = z
  .string()
  .trim()
  .max(SUBJECT_MAX_LENGTH)
  .meta({ description: 'subject of a mail, title of a push and in the inbox' });
const source = z.string().trim().min(1).max(SOURCE_MAX_LENGTH).meta({
  description:
    'text with `{{ variables }}`; blank lines part paragraphs, and a line `[Label](address)` is the button of a mail',
});
const sample = z
  .record(z.string().max(64), anyJson)
  .refine((values) => JSON.stringify(values).length <= SAMPLE_MAX_LENGTH, 'At most 16 kB as JSON')
  .meta({ description: 'example values; their names are the variables that the text may use' });

/** One text of a template, as it was saved. */
export const templateText = z
  .object({
    version: z.int().meta({ description: 'counts the saves of the template' }),
    locale,
    channel,
    subject: z.string(),
    source: z.string(),
    sample: z.record(z.string(), anyJson),
    createdBy: id,
    createdAt: timestamp,
  })
  .meta({ id: 'NotificationTemplateText' });

/** A template with its texts in use: the newest of each language and channel. */
export const notificationTemplate = z
  .object({
    key,
    isBuiltIn: z
      .boolean()
      .meta({ description: 'a type of notice, which has words of its own where there is no text' }),
    variables: z.array(z.string()),
    texts: z.array(templateText),
  })
  .meta({ id: 'NotificationTemplate' });

/** What a template looks like with its example values. */
export const renderedTemplate = z
  .object({
    subject: z.string(),
    html: z.string().nullable().meta({ description: 'of a mail' }),
    text: z.string(),
  })
  .meta({ id: 'RenderedTemplate' });

const organizationId = id;
const place = { organizationId, key };
const path = '/organizations/:organizationId/notification-templates/:key';

export const list = defineOperation({
  name: 'notificationTemplates.list',
  summary: 'Templates of an organization, and the types of notice that have words of their own.',
  method: 'GET',
  path: '/organizations/:organizationId/notification-templates',
  access,
  input: z.strictObject({ organizationId }),
  output: z.array(notificationTemplate),
});

export const get = defineOperation({
  name: 'notificationTemplates.get',
  summary: 'A template with every text that was ever saved, the newest first.',
  method: 'GET',
  path,
  access,
  input: z.strictObject(place),
  output: notificationTemplate.extend({
    versions: z.array(templateText),
    sample: z
      .record(z.string(), anyJson)
      .meta({ description: 'example values, of the texts or of the notice that they replace' }),
  }),
});

export const save = defineOperation({
  name: 'notificationTemplates.save',
  summary: 'Give a template a text in a language for a channel; earlier ones are kept.',
  method: 'PUT',
  path,
  access,
  input: z.strictObject({
    ...place,
    locale,
    channel,
    subject: subject.default(''),
    source,
    sample: sample.default({}),
    baseVersion: z.int().min(0).optional().meta({
      description:
        'version of the text that was edited, 0 where there was none: what somebody saved meanwhile is not written over',
    }),
  }),
  output: templateText,
  errors: ['CONFLICT'],
});

export const preview = defineOperation({
  name: 'notificationTemplates.preview',
  summary: 'What a template looks like: the text in use, or one that is not saved.',
  method: 'POST',
  path: `${path}/preview`,
  access,
  input: z.strictObject({
    ...place,
    locale,
    channel,
    subject: subject.optional(),
    source: source.optional(),
    sample: sample.optional(),
  }),
  output: renderedTemplate,
});

export const test = defineOperation({
  name: 'notificationTemplates.test',
  summary:
    'Send a template with its example values to oneself, at once; refused where it would not arrive.',
  method: 'POST',
  path: `${path}/test`,
  access,
  input: z.strictObject({ ...place, channel }),
  output: z.object({ jobId: id }),
  rateLimit: 'mail',
  errors: ['CONFLICT'],
});

export const restore = defineOperation({
  name: 'notificationTemplates.restore',
  summary: 'Save an earlier text of a template again.',
  method: 'POST',
  path: `${path}/restore`,
  access,
  input: z.strictObject({ ...place, version: z.int().min(1) }),
  output: templateText,
});
