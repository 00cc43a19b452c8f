import { z } from 'zod';
import { anyJson } from './column-types.ts';
import { id, pageInput, pageOf, timestamp } from './common.ts';
import { defineOperation } from './define.ts';
import { channelNames, deliveryStates } from './notifications.ts';

/** Most entries that one call names one by one. */
const MARK_MAX = 200;
/** Changes that one answer carries; more come with the next call. */
const CHANGES_MAX = 500;

const access = {
  kind: 'permission',
  permission: 'organization:read',
  object: 'organization',
  id: 'organizationId',
} as const;
const organizationId = id;
const seq = z.int().min(0).meta({
  description: 'number of a change of one’s inbox in this organization; they have no gaps',
});

/** What waits in somebody’s inbox. */
export const inboxEntry = z
  .object({
    id,
    seq,
    type: z.string().meta({ description: 'a type of notice, the key of a template, or `custom`' }),
    content: z
      .record(z.string(), anyJson)
      .meta({ description: 'what the notice is filled with; `custom` has title, body and url' }),
    isHidden: z.boolean().meta({
      description:
        'one may not see the board any more that it is about: content, place and actor are left out',
    }),
    boardId: id.nullable(),
    itemId: id.nullable(),
    actor: z
      .object({ id, name: z.string() })
      .nullable()
      .meta({ description: 'the person who caused it' }),
    createdAt: timestamp,
    arrivedAt: timestamp.meta({ description: 'when it came, or came back from being snoozed' }),
    seenAt: timestamp.nullable(),
    readAt: timestamp.nullable(),
    archivedAt: timestamp.nullable(),
    snoozedUntil: timestamp.nullable(),
    withdrawnAt: timestamp.nullable().meta({
      description: 'only among changes: it is gone from every list, and its content with it',
    }),
  })
  .meta({ id: 'InboxEntry' });

/** How far an inbox is, and what of it is unread. */
const head = { seq, unread: z.int().min(0) };

export const list = defineOperation({
  name: 'inbox.list',
  summary: 'What waits in one’s inbox of an organization, the newest first.',
  method: 'GET',
  path: '/organizations/:organizationId/inbox',
  access,
  input: z.strictObject({
    organizationId,
    filter: z.enum(['all', 'unread', 'archived', 'snoozed']).default('all').meta({
      description: 'all and unread: neither archived nor snoozed',
    }),
    ...pageInput,
  }),
  output: pageOf(inboxEntry),
  paginated: true,
  hasTag: 'answer',
});

export const changes = defineOperation({
  name: 'inbox.changes',
  summary: 'Entries of one’s inbox that came or changed after a number, as they are now.',
  method: 'GET',
  path: '/organizations/:organizationId/inbox/changes',
  access,
  input: z.strictObject({
    organizationId,
    since: z.coerce.number<number>().int().min(0),
    limit: z.coerce.number<number>().int().min(1).max(CHANGES_MAX).default(100),
  }),
  output: z.object({
    ...head,
    entries: z.array(inboxEntry),
    isComplete: z.boolean().meta({ description: 'false: ask again from the last entry’s number' }),
  }),
  hasTag: 'answer',
});

export const count = defineOperation({
  name: 'inbox.count',
  summary: 'How far one’s inbox is, and how much of it is unread, not seen yet and snoozed.',
  method: 'GET',
  path: '/organizations/:organizationId/inbox/count',
  access,
  input: z.strictObject({ organizationId }),
  output: z.object({
    ...head,
    unseen: z.int().min(0),
    snoozed: z.int().min(0),
  }),
  hasTag: 'answer',
});

export const mark = defineOperation({
  name: 'inbox.mark',
  summary:
    'Mark entries as seen, read or unread, archive, restore or snooze them; those that are so already keep their number, and what was read by archiving it is unread again when it is restored.',
  method: 'POST',
  path: '/organizations/:organizationId/inbox/mark',
  access,
  input: z.strictObject({
    organizationId,
    which: z.union([
      z.strictObject({ entryIds: z.array(id).min(1).max(MARK_MAX) }),
      z.strictObject({ itemId: id }),
      z.strictObject({
        upTo: z.int().min(0).meta({
          description:
            'all that are neither archived nor snoozed, up to a number that one has seen',
        }),
      }),
    ]),
    as: z.enum(['seen', 'read', 'unread', 'archived', 'restored', 'snoozed']),
    until: timestamp.optional().meta({ description: 'for `snoozed`: at most a year ahead' }),
  }),
  output: z.object({ ...head, changed: z.int().min(0) }),
});

/** One choice that decided, as it was then. */
const decidedBy = z.object({
  kind: z.enum(['mandatory', 'default', 'preference']),
  scope: z.enum(['item', 'board', 'workspace', 'all']).nullable(),
  category: z.string().nullable(),
  channel: z.enum(channelNames).nullable(),
});

export const why = defineOperation({
  name: 'inbox.why',
  summary: 'Why one got an entry, and by which other ways its message went or did not go.',
  method: 'GET',
  path: '/organizations/:organizationId/inbox/why',
  access,
  input: z.strictObject({ organizationId, entryId: id }),
  output: z.object({
    category: z.string(),
    /** Empty once the ledger has forgotten the message. */
    ways: z.array(
      z.object({
        channel: z.enum(channelNames),
        state: z.enum(deliveryStates),
        hold: z.string().nullable(),
        reason: z.string().nullable().meta({ description: 'of a way that it did not go' }),
        mode: z.enum(['on', 'off', 'digest']).nullable(),
        decidedBy: decidedBy.nullable(),
        at: timestamp,
      }),
    ),
  }),
});

/** What waits in somebody’s inbox. */
export type InboxEntry = z.output<typeof inboxEntry>;
/** Why somebody got an entry. */
export type InboxWhy = z.output<(typeof why)['output']>;
