import { z } from 'zod';
import { timestamp } from './common.ts';
import { defineEvent, defineOperation } from './define.ts';

/** Longer than the name of any class. */
const NAME_MAX_LENGTH = 100;

const access = { kind: 'instance' } as const;

const rate = z
  .number()
  .nullable()
  .meta({ description: 'part of what was asked for, 0 to 1; null: nothing was' });

const cacheClass = z
  .object({
    name: z.string().meta({ description: 'what kind of value, such as `boards.lists`' }),
    owner: z.string().meta({ description: 'the feature that it belongs to' }),
    summary: z.string(),
    scope: z
      .enum(['organization', 'member', 'person', 'instance'])
      .meta({ description: 'whose a value is; never answered to another' }),
    ttlS: z.int().meta({ description: 'a value is asked for anew after this, seconds' }),
    staleS: z
      .int()
      .meta({ description: 'for so long after it, a value is answered while it is loaded anew' }),
    tags: z.array(z.string()).meta({ description: 'kinds of tags that its values carry' }),
    endedBy: z.array(z.string()).meta({ description: 'types of events that void values' }),
    holdsAccess: z
      .boolean()
      .meta({ description: 'void as soon as the access of the person changes' }),
    memory: z.object({
      entries: z.int(),
      bytes: z.int().meta({ description: 'about' }),
      hits: z.int(),
      stale: z.int().meta({ description: 'answered while they were loaded anew' }),
      misses: z.int(),
      evictions: z.int().meta({ description: 'values that made room for others' }),
      hitRate: rate,
    }),
    redis: z
      .object({ hits: z.int(), misses: z.int(), errors: z.int(), hitRate: rate })
      .nullable()
      .meta({ description: 'null: its values are not shared by way of Redis' }),
    loads: z.int().meta({ description: 'read from the database' }),
    failedLoads: z.int(),
    loadMs: z.number().nullable().meta({ description: 'how long a load took on average' }),
    voids: z.int().meta({ description: 'changes that ended values' }),
  })
  .meta({ id: 'CacheClass' });

const cacheMemory = z
  .object({
    name: z.string().meta({ description: 'what is remembered, such as `access.grants`' }),
    owner: z.string().meta({ description: 'the part of the program that it belongs to' }),
    summary: z.string(),
    endedBy: z.string().meta({ description: 'what ends its values' }),
    entries: z.int(),
    bytes: z.int().nullable().meta({ description: 'null: nobody counts them' }),
    hits: z.int(),
    misses: z.int(),
    evictions: z.int().meta({ description: 'values that made room for others' }),
    hitRate: rate,
  })
  .meta({ id: 'CacheMemory' });

export const classes = defineOperation({
  name: 'cache.classes',
  summary:
    'What the answering process remembers: hits, misses and loads by class and layer. Other processes have figures of their own.',
  method: 'GET',
  path: '/instance/cache',
  access,
  input: z.strictObject({}),
  output: z
    .object({
      node: z.string().meta({ description: 'host and process that these figures are of' }),
      since: timestamp.meta({ description: 'counted since' }),
      maxBytes: z.int().meta({ description: 'memory that values may take in this process' }),
      redis: z.enum(['none', 'up', 'away']),
      isFollowing: z.boolean().meta({
        description:
          'it has read of late what ends values; while it has not, it answers from the database alone',
      }),
      classes: z.array(cacheClass),
      memories: z
        .array(cacheMemory)
        .meta({ description: 'what parts of the program remember by rules of their own' }),
    })
    .meta({ id: 'CacheFigures' }),
});

export const voidClass = defineOperation({
  name: 'cache.voidClass',
  summary: 'Void every value of a class on every node: it is loaded anew when it is asked for.',
  method: 'POST',
  path: '/instance/cache/:cacheClass/void',
  access,
  input: z.strictObject({ cacheClass: z.string().max(NAME_MAX_LENGTH) }),
  output: z.object({ name: z.string() }),
});

export const classVoided = defineEvent({
  type: 'cache.classVoided',
  summary: 'Every value of a class of the cache is void.',
  version: 1,
  aggregate: 'instance',
  room: 'none',
  payload: z.object({ cacheClass: z.string() }),
});
