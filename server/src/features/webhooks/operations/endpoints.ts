import type { OutputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/webhooks';
import type { Actor } from '../../../platform/actor.ts';
import { createId } from '../../../kernel/ids.ts';
import { HOUR_MS } from '../../../kernel/time.ts';
import {
  implement,
  requireGrant,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { conflict, invalid, notFound } from '../../../platform/refusal.ts';
import { createWebhookSecret } from '../../channels/index.ts';
import { covers, widens, type Standing } from '../domain/change.ts';
import { previousUntil, replaceSecret } from '../domain/secrets.ts';
import { openSecrets, sealSecrets, type WebhooksParts } from '../parts.ts';
import { createSights, requireViewer } from '../sight.ts';
import {
  deleteEndpoint,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  lockEndpoint,
  updateEndpoint,
  updateSecrets,
  type EndpointChanges,
  type EndpointRow,
} from '../store/endpoints.ts';
import type { Stand } from '../store/stand.ts';

type Endpoint = OutputOf<typeof contract.get>;

/** Endpoints of an organization. */
const MAX_ENDPOINTS = 50;

/** Operations on endpoints themselves. */
export function createEndpointOperations(parts: WebhooksParts): Operation[] {
  return [list(parts), create(parts), get(parts), update(parts), remove(), rotate(parts)];
}

function list(parts: WebhooksParts): Operation {
  return implement(contract.list, {
    async handle(_input, context) {
      const rows = await listEndpoints(context.tx, requireGrant(context).organizationId);
      const show = createShow(parts, context);
      return Promise.all(rows.map(show));
    },
  });
}

function get(parts: WebhooksParts): Operation {
  return implement(contract.get, {
    handle: async ({ endpointId }, context) =>
      createShow(parts, context)(await requireEndpoint(context, endpointId)),
  });
}

function create(parts: WebhooksParts): Operation {
  const { sealer } = parts;
  return implement(contract.create, {
    prepare: ({ url }) => demandCallable(parts, url),
    async handle({ name, url, eventTypes, boardId, isOrdered }, context) {
      const { organizationId } = requireGrant(context);
      await demandBoard(parts, context, boardId);
      // The runner holds the lock of the organization: nobody adds one between the count and the row (security S27).
      const known = await listEndpoints(context.tx, organizationId);
      if (known.length >= MAX_ENDPOINTS)
        throw conflict(
          'too_many_endpoints',
          `There are ${MAX_ENDPOINTS} endpoints, which is the limit: delete one first`,
        );
      const id = createId();
      const secret = createWebhookSecret();
      const { userId, apiKeyId } = standingOf(context.actor);
      await insertEndpoint(context.tx, {
        id,
        organizationId,
        name,
        url,
        secretsSealed: sealSecrets(sealer, { organizationId, id }, [{ secret, until: null }]),
        eventTypes,
        boardId,
        isOrdered,
        actsForId: userId,
        actsForKeyId: apiKeyId,
      });
      note(context, 'webhook.created', { id, name });
      const row = await requireEndpoint(context, id);
      return { ...(await createShow(parts, context)(row)), secret };
    },
  });
}

function update(parts: WebhooksParts): Operation {
  return implement(contract.update, {
    prepare: async ({ url }) => (url === undefined ? undefined : demandCallable(parts, url)),
    async handle({ endpointId, actsForMe = false, ...input }, context) {
      const { tx } = context;
      // What a call has come to is written beside operations: between this row and its change it waits.
      const before = await lockEndpoint(tx, endpointId);
      if (before === null) throw notFound('This endpoint');
      const changes = withoutAbsent(input);
      if (changes.boardId !== undefined) await demandBoard(parts, context, changes.boardId);
      const asking = standingOf(context.actor);
      if (!actsForMe && widens(before, changes) && !covers(asking, toStanding(before.actsFor)))
        throw conflict(
          'acts_for_other',
          'This endpoint has the rights of somebody else: take it over (actsForMe) to change where it calls or to let it hear of more',
        );
      await updateEndpoint(tx, endpointId, changes, actsForMe ? asking : null);
      const changed = [...Object.keys(changes), ...(actsForMe ? ['actsFor'] : [])];
      const after = await requireEndpoint(context, endpointId);
      note(context, 'webhook.updated', { id: endpointId, name: after.name, changed });
      return createShow(parts, context)(after);
    },
  });
}

function withoutAbsent(input: Record<string, unknown>): EndpointChanges {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

function remove(): Operation {
  return implement(contract.remove, {
    async handle({ endpointId }, context) {
      const { name } = await requireEndpoint(context, endpointId);
      // What waits may be many: the last look before each call ends it, since there is nobody to call any more.
      await deleteEndpoint(context.tx, endpointId);
      note(context, 'webhook.deleted', { id: endpointId, name });
      return { done: true } as const;
    },
  });
}

function rotate(parts: WebhooksParts): Operation {
  const { sealer } = parts;
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
      return { ...(await createShow(parts, context)(row)), secret };
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
      : `Calls to this address are not allowed here (${checked.rule ?? checked.reason}); whoever runs Boardwire can open it with EGRESS_ALLOW`;
  throw invalid({ path: 'url', message });
}

async function demandBoard(
  parts: WebhooksParts,
  { tx, actor, grant }: OperationContext,
  boardId: string | null,
): Promise<void> {
  if (boardId === null || grant === null) return;
  const scene = { organizationId: grant.organizationId, boardId, type: '' };
  if (await createSights(tx, parts).maySee(requireViewer(actor), scene)) return;
  throw invalid({ path: 'boardId', message: 'There is no such board, or you may not see it' });
}

function standingOf(actor: Actor): Standing {
  const viewer = requireViewer(actor);
  return {
    userId: viewer.userId,
    apiKeyId: viewer.kind === 'apiKey' ? viewer.apiKeyId : null,
  };
}

function toStanding(stand: Stand | null): Standing | null {
  return stand === null ? null : { userId: stand.userId, apiKeyId: stand.key?.id ?? null };
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

/** Creates what writes endpoints down for the caller. */
function createShow(parts: WebhooksParts, { tx, now }: OperationContext) {
  const sights = createSights(tx, parts);
  return async ({ secretsSealed, organizationId, actsFor, ...shown }: EndpointRow) => {
    const secrets = openSecrets(parts.sealer, { id: shown.id, organizationId, secretsSealed });
    const isActive = await sights.hasSay(actsFor, organizationId);
    return {
      ...shown,
      previousSecretUntil: previousUntil(secrets, now),
      actsFor: actsFor === null ? null : toActsFor(actsFor, isActive),
    } satisfies Endpoint;
  };
}

function toActsFor({ userId, name, key }: Stand, isActive: boolean): Endpoint['actsFor'] {
  return {
    userId,
    name,
    apiKey: key === null ? null : { id: key.id, name: key.name },
    isActive,
  };
}
