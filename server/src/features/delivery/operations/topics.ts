import { z } from 'zod';
import * as contract from '@boardwire/contract/topics';
import { createId } from '../../../kernel/ids.ts';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import { implement, requireGrant, type Operation } from '../../../platform/operation.ts';
import { conflict, invalid } from '../../../platform/refusal.ts';
import * as store from '../store/topics.ts';

const place = z.tuple([z.uuid()]);
const YES = { done: true } as const;

const list = implement(contract.list, {
  handle: (_input, context) => store.listTopics(context.tx, requireGrant(context).organizationId),
});

const create = implement(contract.create, {
  async handle({ key, name }, context) {
    const { organizationId } = requireGrant(context);
    const topics = await store.listTopics(context.tx, organizationId);
    if (topics.length >= contract.TOPICS_MAX)
      throw conflict('too_many_topics', `At most ${contract.TOPICS_MAX} topics`);
    const made = await store.insertTopic(context.tx, organizationId, { id: createId(), key, name });
    if (made === null) throw conflict('key_taken', `There is a topic ${key} already`);
    return made;
  },
});

const remove = implement(contract.remove, {
  async handle({ topicId }, { tx }) {
    await store.deleteTopic(tx, topicId);
    return YES;
  },
});

const listMembers = implement(contract.listMembers, {
  async handle({ topicId, cursor, limit }, { tx }) {
    const after = decodeCursor(cursor, place)?.[0] ?? null;
    const rows = await store.listPeople(tx, topicId, { after, limit: limit + 1 });
    return toPage(rows, limit, ({ userId }) => [userId]);
  },
});

const addMembers = implement(contract.addMembers, {
  async handle({ topicId, userIds }, context) {
    const { organizationId } = requireGrant(context);
    const strangers = new Set(await store.listStrangers(context.tx, organizationId, userIds));
    const problems = userIds.flatMap((id, index) =>
      strangers.has(id) ? [{ path: `userIds.${index}`, message: 'Not a member' }] : [],
    );
    if (problems.length > 0) throw invalid(...problems);
    const added = await store.insertPeople(context.tx, { organizationId, topicId, userIds });
    return { added };
  },
});

const removeMembers = implement(contract.removeMembers, {
  handle: async ({ topicId, userIds }, { tx }) => ({
    removed: await store.deletePeople(tx, topicId, userIds),
  }),
});

/** Names under which programs gather people. */
export const topicOperations: Operation[] = [
  list,
  create,
  remove,
  listMembers,
  addMembers,
  removeMembers,
];
