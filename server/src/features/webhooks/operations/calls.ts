import { z } from 'zod';
import type { OutputOf } from '@boardwire/contract/define';
import { WEBHOOK_TEST_TYPE } from '@boardwire/contract/webhook-payload';
import * as contract from '@boardwire/contract/webhooks';
import { createId } from '../../../kernel/ids.ts';
import { decodeCursor, toPage } from '../../../platform/cursor.ts';
import {
  implement,
  requireGrant,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { conflict, invalid, notFound } from '../../../platform/refusal.ts';
import { writeBody } from '../domain/payload.ts';
import { askForCalls } from '../ask-for-calls.ts';
import { hashEndpoint, type WebhooksParts } from '../parts.ts';
import { createSights, requireViewer } from '../sight.ts';
import {
  findCall,
  listAttempts,
  listCalls,
  listReplayable,
  listReplayScenes,
  type AttemptRow,
  type CallPayload,
  type CallRow,
  type ReplayFilter,
  type ReplayScene,
} from '../store/calls.ts';
import type { EndpointRow } from '../store/endpoints.ts';
import { requireEndpoint } from './endpoints.ts';

type Call = OutputOf<typeof contract.listCalls>['items'][number];

const PLACE = z.tuple([z.uuid()]);

const answer = z.object({ status: z.int(), body: z.string() });

/** Operations on what endpoints are sent. */
export function createCallOperations(parts: WebhooksParts): Operation[] {
  return [test(parts), list(parts), get(parts), replay(parts)];
}

function test(parts: WebhooksParts): Operation {
  return implement(contract.test, {
    async handle({ endpointId }, context) {
      const endpoint = await requireEnabled(context, endpointId);
      const jobId = await ask(context, parts, endpoint, {
        body: {
          type: WEBHOOK_TEST_TYPE,
          timestamp: context.now.toISOString(),
          data: {
            eventId: createId(),
            organizationId: endpoint.organizationId,
            boardId: null,
            actor: { kind: context.actor.kind, userId: requireUserId(context.actor) },
            event: {},
          },
        },
      });
      if (jobId === null) throw new Error('a test has no dedupe key');
      return { jobId };
    },
  });
}

function list({ sealer }: WebhooksParts): Operation {
  return implement(contract.listCalls, {
    async handle({ endpointId, state = null, cursor, limit }, { tx }) {
      const [beforeId = null] = decodeCursor(cursor, PLACE) ?? [];
      const hash = hashEndpoint(sealer, endpointId);
      const rows = await listCalls(tx, hash, { state, beforeId, limit });
      const page = toPage(rows, limit, ({ id }) => [id]);
      return { ...page, items: page.items.map(toCall) };
    },
  });
}

/** The log is of all that the endpoint was sent; what it told of a board is for those who may see that board. */
function get(parts: WebhooksParts): Operation {
  return implement(contract.getCall, {
    async handle({ endpointId, callId }, context) {
      const { tx, actor } = context;
      const { url, organizationId } = await requireEndpoint(context, endpointId);
      const row = await findCall(tx, hashEndpoint(parts.sealer, endpointId), callId);
      if (row === null) throw notFound('This call');
      const log = await listAttempts(tx, callId);
      const { body } = row.payload;
      const { boardId } = body.data;
      const scene = { organizationId, boardId, type: body.type };
      const isShown = await createSights(tx, parts).maySee(requireViewer(actor), scene);
      return {
        ...toCall(row),
        isWithheld: !isShown,
        request: { method: 'POST' as const, url, body: isShown ? writeBody(body) : null },
        // Receivers answer with what they were sent.
        log: log.map((attempt) => toLog(attempt, isShown)),
      };
    },
  });
}

function replay(parts: WebhooksParts): Operation {
  return implement(contract.replay, {
    async handle({ endpointId, callIds, since, states, eventTypes, isDryRun }, context) {
      if ((callIds === undefined) === (since === undefined))
        throw invalid({ path: 'since', message: 'Name either certain calls or a time' });
      const endpoint = await requireEnabled(context, endpointId);
      const limit = contract.REPLAY_MAX;
      const filter = { ids: callIds ?? null, since: since ?? null, states, eventTypes };
      const rows = await listHeard(context, parts, endpoint, { filter, limit: limit + 1 });
      const again = rows.slice(0, limit);
      const hasMore = rows.length > limit;
      if (isDryRun) return { count: again.length, hasMore };
      let count = 0;
      // One after the other: their ids give the order in which they are sent.
      for (const { id, payload } of again) {
        const repeat = { ...payload, replayOf: payload.replayOf ?? id };
        // Of two who ask at once, one sends it again.
        const jobId = await ask(context, parts, endpoint, repeat, `replay ${id}`);
        if (jobId !== null) count += 1;
      }
      return { count, hasMore };
    },
  });
}

/** Of the calls that a filter finds, those of which the endpoint may still hear. */
async function listHeard(
  { tx }: OperationContext,
  parts: WebhooksParts,
  { id, organizationId, actsFor }: EndpointRow,
  { filter, limit }: { filter: ReplayFilter; limit: number },
): Promise<CallRow[]> {
  const hash = hashEndpoint(parts.sealer, id);
  const sights = createSights(tx, parts);
  const heard: ReplayScene[] = [];
  for (const scene of await listReplayScenes(tx, hash, filter))
    if ((await sights.hears(actsFor, { organizationId, ...scene })) === 'hears') heard.push(scene);
  return listReplayable(tx, hash, filter, { heard, limit });
}

async function requireEnabled(context: OperationContext, endpointId: string): Promise<EndpointRow> {
  const endpoint = await requireEndpoint(context, endpointId);
  if (endpoint.state === 'enabled') return endpoint;
  throw conflict('endpoint_disabled', 'This endpoint is off: turn it on first');
}

async function ask(
  context: OperationContext,
  parts: WebhooksParts,
  { id }: EndpointRow,
  payload: CallPayload,
  dedupeKey: string | null = null,
): Promise<string | null> {
  const { actor } = context;
  const by =
    actor.kind === 'apiKey'
      ? ({ kind: 'apiKey', id: actor.apiKeyId } as const)
      : ({ kind: 'user', id: requireUserId(actor) } as const);
  return askForCalls(context.tx, parts, {
    organizationId: requireGrant(context).organizationId,
    boardId: payload.body.data.boardId,
    payload,
    endpointIds: [id],
    actor: by,
    ...(dedupeKey !== null && { dedupeKey }),
  });
}

function toCall({ payload, runAt, ...row }: CallRow): Call {
  return {
    ...row,
    webhookId: payload.replayOf ?? row.id,
    type: payload.body.type,
    nextAttemptAt: row.state === 'queued' ? runAt : null,
  };
}

function toLog({ answer: kept, ...attempt }: AttemptRow, isShown: boolean) {
  const said = kept === null ? null : readAnswer(kept);
  return { ...attempt, answer: said === null || isShown ? said : { ...said, body: null } };
}

/** What was no answer by HTTP is told by its code. */
function readAnswer(kept: string): z.output<typeof answer> | null {
  try {
    return answer.parse(JSON.parse(kept));
  } catch {
    return null;
  }
}
