import type { OutputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/webhooks';
import { createId } from '../../../kernel/ids.ts';
import { HOUR_MS } from '../../../kernel/time.ts';
import {
  implement,
  requireGrant,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { conflict, invalid, notFound } from '../../../platform/refusal.ts';
import { createWebhookSecret } from '../../channels/index.ts';
import { previousUntil, replaceSecret } from '../domain/secrets.ts';
import { canSee, hashEndpoint, openSecrets, sealSecrets, type WebhooksParts } from '../parts.ts';
import { cancelWaiting } from '../store/calls.ts';
import {
  deleteEndpoint,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  updateEndpoint,
  updateSecrets,
  type EndpointRow,
} from '../store/endpoints.ts';

type Endpoint = OutputOf<typeof contract.get>;

/** Endpoints of an organization. */
const MAX_ENDPOINTS = 50;

/** Operations on endpoints themselves. */
export function createEndpointOperations(parts: WebhooksParts): Operation[] {
  return [list(parts), create(parts), get(parts), update(parts), remove(parts), rotate(parts)];
}

function list({ sealer }: WebhooksParts): Operation {
  return implement(contract.list, {
    async handle(_input, context) {
      const rows = await listEndpoints(context.tx, requireGrant(context).organizationId);
      return rows.map((row) => toEndpoint(sealer, row, context.now));
    },
  });
}

function get({ sealer }: WebhooksParts): Operation {
  return implement(contract.get, {
    handle: async ({ endpointId }, context) =>
      toEndpoint(sealer, await requireEndpoint(context, endpointId), context.now),
  });
}

function create(parts: WebhooksParts): Operation {
  const { sealer } = parts;
  return implement(contract.create, {
    prepare: ({ url }) => demandCallable(parts, url),
    async handle({ name, url, eventTypes, boardId, isOrdered }, context) {
      const { organizationId } = requireGrant(context);
      await demandBoard(parts, context, boardId);
      const known = await listEndpoints(context.tx, organizationId);
      if (known.length >= MAX_ENDPOINTS)
        throw conflict(
          'too_many_endpoints',
          `There are ${MAX_ENDPOINTS} endpoints, which is the limit: delete one first`,
        );
      const id = createId();
      const secret = createWebhookSecret();
      await insertEndpoint(context.tx, {
        id,
        organizationId,
        name,
        url,
        secretsSealed: sealSecrets(sealer, { organizationId, id }, [{ secret, until: null }]),
        eventTypes,
        boardId,
        isOrdered,
        actsForId: requireUserId(context.actor),
      });
      note(context, 'webhook.created', { id, name });
      const row = await requireEndpoint(context, id);
      return { ...toEndpoint(sealer, row, context.now), secret };
    },
  });
}

function update(parts: WebhooksParts): Operation {
  return implement(contract.update, {
    prepare: async ({ url }) => (url === undefined ? undefined : demandCallable(parts, url)),
    async handle({ endpointId, actsForMe, ...changes }, context) {
      const before = await requireEndpoint(context, endpointId);
      if (changes.boardId !== undefined) await demandBoard(parts, context, changes.boardId);
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      const after: EndpointRow = {
        ...before,
        ...Object.fromEntries(given),
        ...(actsForMe === true && { actsForId: requireUserId(context.actor) }),
      };
      await updateEndpoint(context.tx, after);
      const changed = [...given.map(([field]) => field), ...(actsForMe ? ['actsFor'] : [])];
      note(context, 'webhook.updated', { id: endpointId, name: after.name, changed });
      return toEndpoint(parts.sealer, await requireEndpoint(context, endpointId), context.now);
    },
  });
}

function remove({ sealer }: WebhooksParts): Operation {
  return implement(contract.remove, {
    async handle({ endpointId }, context) {
      const { name } = await requireEndpoint(context, endpointId);
      await deleteEndpoint(context.tx, endpointId);
      await cancelWaiting(context.tx, hashEndpoint(sealer, endpointId));
      note(context, 'webhook.deleted', { id: endpointId, name });
      return { done: true } as const;
    },
  });
}

function rotate({ sealer }: WebhooksParts): Operation {
  return implement(contract.rotateSecret, {
    async handle({ endpointId, overlapHours }, context) {
      const before = await requireEndpoint(context, endpointId);
      const secret = createWebhookSecret();
      const secrets = replaceSecret(openSecrets(sealer, before), secret, {
        now: context.now,
        overlapMs: overlapHours * HOUR_MS,
      });
      await updateSecrets(context.tx, endpointId, sealSecrets(sealer, before, secrets));
      note(context, 'webhook.secretRotated', { id: endpointId, name: before.name });
      const row = await requireEndpoint(context, endpointId);
      return { ...toEndpoint(sealer, row, context.now), secret };
    },
  });
}

/** The endpoint that the runner has found; it may have been deleted meanwhile. */
export async function requireEndpoint(
  { tx }: OperationContext,
  endpointId: string,
): Promise<EndpointRow> {
  const row = await findEndpoint(tx, endpointId);
  if (row === null) throw notFound('This endpoint');
  return row;
}

/** The same checks as each call makes; without one of them the address would never be called. */
async function demandCallable({ egress }: WebhooksParts, url: string): Promise<void> {
  const checked = await egress.check(url, 'organization');
  if (checked.ok) return;
  const message =
    checked.reason === 'dns'
      ? 'Nothing is known by this name: check how it is written'
      : `Calls to this address are not allowed here (${checked.rule ?? checked.reason})`;
  throw invalid({ path: 'url', message });
}

async function demandBoard(
  parts: WebhooksParts,
  context: OperationContext,
  boardId: string | null,
): Promise<void> {
  if (boardId === null) return;
  const { organizationId } = requireGrant(context);
  const sight = { organizationId, boardId, type: '' };
  if (await canSee(context.tx, parts, requireUserId(context.actor), sight)) return;
  throw invalid({ path: 'boardId', message: 'There is no such board, or you may not see it' });
}

function note(
  context: OperationContext,
  action: string,
  { id, ...details }: { id: string; name: string; changed?: string[] },
): void {
  context.audit({
    action,
    chain: { organizationId: requireGrant(context).organizationId },
    target: { type: 'webhookEndpoint', id },
    details,
  });
}

function toEndpoint(sealer: WebhooksParts['sealer'], row: EndpointRow, now: Date): Endpoint {
  const { secretsSealed, organizationId, actsForId, actsForName, ...shown } = row;
  const secrets = openSecrets(sealer, { id: row.id, organizationId, secretsSealed });
  return {
    ...shown,
    previousSecretUntil: previousUntil(secrets, now),
    actsFor: actsForId === null ? null : { userId: actsForId, name: actsForName ?? '' },
  };
}
