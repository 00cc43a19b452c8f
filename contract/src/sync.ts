import { z } from 'zod';
import { change } from './boards.ts';
import { anyJson } from './column-types.ts';
import { id, timestamp } from './common.ts';

const epoch = z.int().min(0);
const seq = z.int().min(0);
const at = { board: id, epoch, seq };
const focus = {
  view: id.optional(),
  item: id.optional(),
  field: z.string().max(64).optional(),
  editing: z.boolean().optional(),
  cursor: z.tuple([z.number(), z.number()]).optional(),
  anchor: z.tuple([z.number(), z.number()]).optional(),
};

/** Given at the handshake (live L6): the access token or API key, and the id that this client keeps for its mutations. */
export const hello = z.strictObject({
  v: z.int(),
  token: z.string().min(1).max(4_096),
  client: id,
  sdk: z.string().max(64),
});

/** One call of an operation that changes a board. */
export const liveCall = z.strictObject({
  op: z.string().max(64),
  input: z.record(z.string(), anyJson),
});

/** What a client sends. */
export const clientMessage = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('renew'), token: z.string().min(1).max(4_096) }),
  z.strictObject({ t: z.literal('join'), board: id, epoch, since: seq }),
  z.strictObject({ t: z.literal('leave'), board: id }),
  z.strictObject({
    t: z.literal('mutate'),
    mid: z.int().min(1),
    board: id,
    epoch,
    calls: z.array(liveCall).min(1).max(100),
  }),
  // Of what a newer client says of where somebody is, the rest is shown.
  z.object({
    t: z.literal('presence'),
    board: id,
    tab: z.int().min(0),
    state: z.enum(['active', 'idle', 'gone']),
    ...focus,
  }),
  z.strictObject({ t: z.literal('positions'), boards: z.record(id, seq) }),
]);

/** Somebody who has the board open, in one tab. */
export const livePerson = z.object({
  key: z.string(),
  user: id,
  state: z.enum(['active', 'idle']),
  ...focus,
});

const apiError = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), anyJson).optional(),
});

const ack = z.object({
  t: z.literal('ack'),
  mid: z.int(),
  seq,
  results: z.array(anyJson),
  repeated: z.literal(true).optional(),
});
const nack = z.object({ t: z.literal('nack'), mid: z.int(), error: apiError });
const retry = z.object({
  t: z.literal('retry'),
  mid: z.int(),
  reason: z.enum(['gap', 'epoch', 'rate', 'unavailable', 'readOnly']),
  expect: z.int().optional(),
  afterMs: z.int().optional(),
});

/** What became of a mutation: committed, refused for good, or to be sent again (live L16). */
export const mutationAnswer = z.discriminatedUnion('t', [ack, nack, retry]);

/** What the server sends. */
export const serverMessage = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('welcome'),
    v: z.int(),
    session: z.string(),
    now: timestamp,
    limits: z.record(z.string(), z.number()),
    /** See `liveFeatures`; absent where there are none. */
    features: z.array(z.string()).optional(),
  }),
  z.object({
    t: z.literal('joined'),
    ...at,
    permissions: z.array(z.string()),
    people: z.array(livePerson),
  }),
  z.object({
    t: z.literal('snapshotRequired'),
    reason: z.enum(['epoch', 'behind', 'ahead', 'bulk']),
    ...at,
  }),
  z.object({ t: z.literal('changes'), board: id, from: seq, to: seq, changes: z.array(change) }),
  z.object({ t: z.literal('head'), ...at }),
  ack,
  nack,
  retry,
  z.object({
    t: z.literal('people'),
    board: id,
    up: z.array(livePerson),
    gone: z.array(z.string()),
  }),
  z.object({
    t: z.literal('left'),
    board: id,
    // `full` is no end: the board has no place for one more screen now, and may have one later (live L37).
    reason: z.enum(['notFound', 'revoked', 'deleted', 'full']),
  }),
  // To the person's own connections, whatever boards they have open; REST tells what is after one's own number.
  z.object({
    t: z.literal('inbox'),
    organizationId: id,
    seq,
    unread: z.int().min(0),
  }),
  z.object({
    t: z.literal('hint'),
    room: z.enum(['user', 'organization']),
    topic: z.string(),
    seq: z.int(),
  }),
  z.object({
    t: z.literal('bye'),
    reason: z.enum(['server_shutdown', 'session_ended', 'slow', 'flood', 'protocol']),
    afterMs: z.int(),
  }),
]);

export type Hello = z.output<typeof hello>;
export type ClientMessage = z.output<typeof clientMessage>;
export type ServerMessage = z.output<typeof serverMessage>;
export type LivePerson = z.output<typeof livePerson>;
export type MutationAnswer = z.output<typeof mutationAnswer>;
export type LiveCall = z.output<typeof liveCall>;
export type BoardChange = z.output<typeof change>;
