import type { Transaction } from '../../platform/database/database.ts';
import type { WebhookNews, WebhookTargets } from '../channels/index.ts';
import { notify } from '../delivery/index.ts';
import { unreachable } from '../../kernel/assert.ts';
import { signingSecrets } from './domain/secrets.ts';
import { openSecrets, type WebhooksParts } from './parts.ts';
import { findEndpoint } from './store/endpoints.ts';
import { halveRate, noteFailure, noteSuccess, turnOff, type TurnedOff } from './store/health.ts';

/** The endpoints, for whoever calls them. */
export function createTargets(
  parts: Pick<WebhooksParts, 'database' | 'sealer' | 'log'>,
): WebhookTargets {
  const { database, sealer, log } = parts;
  return {
    async find(endpointId) {
      const endpoint = await database.read('all', (tx) => findEndpoint(tx, endpointId));
      if (endpoint === null) return null;
      return {
        url: endpoint.url,
        secrets: signingSecrets(openSecrets(sealer, endpoint), new Date()),
        isEnabled: endpoint.state === 'enabled',
      };
    },
    async note(endpointId, news) {
      try {
        await database.write('all', (tx) => write(tx, parts, endpointId, news));
      } catch (error) {
        // The call is over, whatever became of the note: it must not be put in doubt by that.
        log.warn({ err: error, endpointId }, 'what an endpoint answered could not be noted');
      }
    },
  };
}

async function write(
  tx: Transaction,
  { sealer }: Pick<WebhooksParts, 'sealer'>,
  endpointId: string,
  news: WebhookNews,
): Promise<void> {
  const off = await judge(tx, endpointId, news);
  if (off !== null) await tell(tx, sealer, off);
}

async function judge(tx: Transaction, id: string, news: WebhookNews): Promise<TurnedOff | null> {
  switch (news) {
    case 'succeeded':
      await noteSuccess(tx, id);
      return null;
    case 'gone':
      await noteFailure(tx, id);
      return turnOff(tx, id, 'gone');
    case 'overloaded':
      await halveRate(tx, id);
      await noteFailure(tx, id);
      return turnOff(tx, id, 'failing');
    case 'failed':
      await noteFailure(tx, id);
      return turnOff(tx, id, 'failing');
    default:
      return unreachable(news);
  }
}

/** Administrators hear of it once for each time. */
async function tell(
  tx: Transaction,
  sealer: WebhooksParts['sealer'],
  { id, organizationId, url, reason, failingSince, disabledAt }: TurnedOff,
): Promise<void> {
  const { origin, pathname } = new URL(url);
  await notify(
    tx,
    {
      organizationId,
      category: 'operation',
      templateKey: 'endpointDisabled',
      // Queries carry keys more often than paths do.
      payload: { endpointId: id, url: origin + pathname, failingSince, reason },
      recipients: [{ segment: 'admins' }],
      actor: { kind: 'system' },
      dedupeKey: `endpointDisabled ${id} ${disabledAt}`,
    },
    { sealer },
  );
}
