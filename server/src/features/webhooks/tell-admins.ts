import type { NoticeValues } from '@boardwire/contract/notices';
import type { Transaction } from '../../platform/database/database.ts';
import { notify } from '../delivery/index.ts';
import type { WebhooksParts } from './parts.ts';

/** Why an endpoint is not called any more, and since when; of which time of it this is the news. */
interface Silence {
  id: string;
  organizationId: string;
  name: string;
  url: string;
  reason: NoticeValues['endpointDisabled']['reason'];
  failingSince: string | null;
  since: string;
}

/** Administrators hear once, each time, that an endpoint hears of nothing any more. */
export async function tellAdmins(
  tx: Transaction,
  { sealer }: Pick<WebhooksParts, 'sealer'>,
  { id, organizationId, name, url, reason, failingSince, since }: Silence,
): Promise<void> {
  await notify(
    tx,
    {
      organizationId,
      category: 'operation',
      templateKey: 'endpointDisabled',
      // Of an address that is given for each sender, the path is the secret.
      payload: { endpointId: id, name, host: new URL(url).host, failingSince, reason },
      recipients: [{ segment: 'admins' }],
      actor: { kind: 'system' },
      dedupeKey: `endpointDisabled ${id} ${since}`,
    },
    { sealer },
  );
}
