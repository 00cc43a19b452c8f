import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebhookBed, type WebhookBed } from './webhooks.fixture.ts';

let bed: WebhookBed;
beforeAll(async () => {
  // One claim takes one call: which one, says its time.
  bed = await openWebhookBed({ SEND_WEBHOOK_SLOTS: '1' });
});
afterAll(() => bed.close());

const settled = { timeout: 20_000 };

async function countDue(endpointId: string): Promise<number> {
  return (await bed.log(endpointId)).filter(({ state }) => state === 'queued').length;
}

describe('reliability R7: what is first in line at an ordered endpoint', () => {
  it('goes at once, though what comes behind it was due before and is looked at first', async () => {
    const { id } = await bed.add({ isOrdered: true });
    const { organizationId } = bed;
    await bed.must(bed.owner.token, 'POST', '/notifications/queue/pause', {
      organizationId,
      channel: 'webhook',
    });
    for (const name of ['First', 'Second', 'Third']) await bed.happen(name);
    await expect.poll(() => countDue(id), settled).toBe(3);
    // As when it was woken by the one before it, while the next ones came.
    await bed.server.database.query(
      `update deliveries set run_at = now() - interval '1 hour' where id = (
         select id from deliveries where channel = 'webhook' and state = 'queued'
         order by message_id desc limit 1)`,
    );
    await bed.must(bed.owner.token, 'POST', '/notifications/queue/resume', { organizationId });
    const told = async () => (await bed.arrived(0)).map(({ data }) => data.event);
    await expect
      .poll(told, settled)
      .toMatchObject(['First', 'Second', 'Third'].map((name) => ({ workspace: { name } })));
  });
});
