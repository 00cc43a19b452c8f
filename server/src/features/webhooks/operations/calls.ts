import { z } from 'zod';
import type { OutputOf } from '@boardwire/contract/define';
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
import {
  findCall,
  listAttempts,
  listCalls,
  listReplayable,
  type AttemptRow,
  type CallPayload,
  type CallRow,
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
          type: contract.WEBHOOK_TEST_TYPE,
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

function get({ sealer }: WebhooksParts): Operation {
  return implement(contract.getCall, {
    async handle({ endpointId, callId }, context) {
      const { url } = await requireEndpoint(context, endpointId);
      const row = await findCall(context.tx, hashEndpoint(sealer, endpointId), callId);
      if (row === null) throw notFound('This call');
      const log = await listAttempts(context.tx, callId);
      const body = writeBody(row.payload.body);
      return {
        ...toCall(row),
        request: { method: 'POST' as const, url, body },
        log: log.map(toLog),
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
      const rows = await listReplayable(context.tx, hashEndpoint(parts.sealer, endpointId), {
        ids: callIds ?? null,
        since: since ?? null,
        states,
        eventTypes,
        limit,
      });
      const again = rows.slice(0, limit);
      // One after the other: their ids give the order in which they are sent.
      if (!isDryRun)
        for (const { id, payload } of again)
          await ask(context, parts, endpoint, { ...payload, replayOf: payload.replayOf ?? id });
      return { count: again.length, hasMore: rows.length > limit };
    },
  });
}

async function requireEnabled(context: OperationContext, endpointId: string): Promise<EndpointRow> {
  const endpoint = await requireEndpoint(context, endpointId);
  if (endpoint.state === 'enabled') return endpoint;
  throw conflict('endpoint_disabled', 'This endpoint is off: turn it on first');
}

async function ask(
  context: OperationContext,
  parts: WebhooksParts,
  { id, organizationId }: EndpointRow,
  payload: CallPayload,
): Promise<string> {
  const { actor } = context;
  const by =
    actor.kind === 'apiKey'
      ? ({ kind: 'apiKey', id: actor.apiKeyId } as const)
      : ({ kind: 'user', id: requireUserId(actor) } as const);
  const jobId = await askForCalls(context.tx, parts, {
    organizationId: requireGrant(context).organizationId,
    boardId: payload.body.data.boardId,
    payload,
    endpointIds: [id],
    actor: by,
  });
  if (jobId === null) throw new Error(`a call of ${organizationId} has no dedupe key`);
  return jobId;
}

function toCall({ payload, runAt, ...row }: CallRow): Call {
  return {
    ...row,
    webhookId: payload.replayOf ?? row.id,
    type: payload.body.type,
    nextAttemptAt: row.state === 'queued' ? runAt : null,
  };
}

function toLog({ answer: kept, ...attempt }: AttemptRow) {
  return { ...attempt, answer: kept === null ? null : readAnswer(kept) };
}

/** What was no answer by HTTP is told by its code. */
function readAnswer(kept: string): z.output<typeof answer> | null {
  try {
    return answer.parse(JSON.parse(kept));
  } catch {
    return null;
  }
}
