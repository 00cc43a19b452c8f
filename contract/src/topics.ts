import { z } from 'zod';
import { done, id, name, pageInput, pageOf, timestamp } from './common.ts';
import { defineOperation } from './define.ts';
import { organizationOfKey } from './notifications.ts';

const send = { kind: 'permission', permission: 'notifications:send' } as const;
const onOrganization = { ...send, object: 'organization', id: 'organizationId' } as const;
const onTopic = { ...send, object: 'topic', id: 'topicId' } as const;

/** People that one call adds or removes. */
const MEMBERS_MAX = 1_000;
/** Topics of an organization: a list that people still read. */
export const TOPICS_MAX = 1_000;

/** A name under which a program gathers people whom it notifies together. */
export const topic = z
  .object({ id, key: z.string(), name: z.string(), members: z.int(), createdAt: timestamp })
  .meta({ id: 'NotificationTopic' });

const userIds = z.array(id).min(1).max(MEMBERS_MAX);

export const list = defineOperation({
  name: 'topics.list',
  summary: 'Topics of an organization by key.',
  method: 'GET',
  path: '/topics',
  access: onOrganization,
  input: z.strictObject({ organizationId: organizationOfKey }),
  output: z.array(topic),
});

export const create = defineOperation({
  name: 'topics.create',
  summary: 'Make a topic.',
  method: 'POST',
  path: '/topics',
  access: onOrganization,
  input: z.strictObject({
    organizationId: organizationOfKey,
    key: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'Lower case, digits, . _ -'),
    name,
  }),
  output: topic,
  errors: ['CONFLICT'],
});

export const remove = defineOperation({
  name: 'topics.delete',
  summary: 'Delete a topic; what was planned for its people goes out.',
  method: 'DELETE',
  path: '/topics/:topicId',
  access: onTopic,
  input: z.strictObject({ topicId: id }),
  output: done,
});

export const listMembers = defineOperation({
  name: 'topics.members',
  summary: 'People of a topic.',
  method: 'GET',
  path: '/topics/:topicId/members',
  access: onTopic,
  input: z.strictObject({ topicId: id, ...pageInput }),
  output: pageOf(z.object({ userId: id, name: z.string(), addedAt: timestamp })),
  paginated: true,
});

export const addMembers = defineOperation({
  name: 'topics.addMembers',
  summary: 'Add members of the organization to a topic, all or none.',
  method: 'POST',
  path: '/topics/:topicId/members',
  access: onTopic,
  input: z.strictObject({ topicId: id, userIds }),
  output: z.object({ added: z.int() }),
});

export const removeMembers = defineOperation({
  name: 'topics.removeMembers',
  summary: 'Take people out of a topic.',
  method: 'POST',
  path: '/topics/:topicId/members/remove',
  access: onTopic,
  input: z.strictObject({ topicId: id, userIds }),
  output: z.object({ removed: z.int() }),
});
