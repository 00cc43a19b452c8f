import type { Transaction } from '../../platform/database/database.ts';
import type { WebhookNews, WebhookTargets } from '../channels/index.ts';
import { unreachable } from '../../kernel/assert.ts';
import { signingSecrets } from './domain/secrets.ts';
import { openSecrets, type WebhooksParts } from './parts.ts';
import { createSights } from './sight.ts';
import { findEndpoint } from './store/endpoints.ts';
import { tellAdmins } from './tell-admins.ts';
import { halveRate, noteFailure, noteSuccess, turnOff, type TurnedOff } from './store/health.ts';

/** The endpoints, for whoever calls them. */
export function createTargets(
  parts: Pick<WebhooksParts, 'access' | 'database' | 'sealer' | 'log'>,
): WebhookTargets {
  const { database, sealer, log } = parts;
  return {
    find: (endpointId, about) =>
      database.read('all', async (tx) => {
        const endpoint = await findEndpoint(tx, endpointId);
        if (endpoint === null) return null;
        const { organizationId, url, state, actsFor } = endpoint;
        // Address and rights are of one row: one that was taken over since the last look gets nothing that was for others.
        const hearing = await createSights(tx, parts).hears(actsFor, { organizationId, ...about });
        return {
          url,
          secrets: signingSecrets(openSecrets(sealer, endpoint), new Date()),
          isEnabled: state === 'enabled',
          mayHear: hearing === 'hears',
        };
      }),
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
  if (off !== null) await tellAdmins(tx, { sealer }, { ...off, since: off.disabledAt });
}

async function judge(tx: Transaction, id: string, news: WebhookNews): Promise<TurnedOff | null> {
  switch (news) {
    case 'succeeded':
      await noteSuccess(tx, id);
      return null;
    case 'gone':
      return turnOff(tx, id, 'gone');
    case 'overloaded':
      await halveRate(tx, id);
      await noteFailure(tx, id);
      return turnOff(tx, id, 'failing');
    case 'failed':
      await noteFailure(tx, id);
      return turnOff(tx, id, 'failing');
    case 'nothing':
      return null;
    default:
      return unreachable(news);
  }
}
