import { expect, it, describe } from 'vitest';
import { createOrganization, registerPerson } from '../../../../../test/harness/people.ts';
import { findFreePort, startTestServer } from '../../../../../test/harness/server.ts';
import { openPostgres } from '../../../roles/postgres.ts';
import { startProgram } from '../../../roles/program.ts';
import { content, LIMIT } from './over-http.fixture.ts';

describe('delivery D2: what was answered with 202', () => {
  it('is delivered by a worker that starts after the process that answered is gone', async () => {
    const api = await startTestServer({ BOARDWIRE_ROLE: 'api' });
    try {
      const owner = await registerPerson(api);
      const organizationId = await createOrganization(api, owner);
      const answer = await api.call('POST', '/notifications', {
        token: owner.token,
        body: { organizationId, to: [{ email: 'ada@example.com' }], content },
      });
      expect(answer.status).toBe(202);
      const { config, log } = api.program.foundation;
      await api.program.stop(0);
      const states = () =>
        api.database.query<{ state: string }>(
          'select state from deliveries where message_id = $1',
          [answer.body.data.jobId],
        );
      // Nobody plans where only requests are served: all that there is, is the row.
      expect(await states()).toEqual([]);
      const ownConfig = {
        ...config,
        BOARDWIRE_ROLE: 'worker' as const,
        PORT: await findFreePort(),
      };
      const postgres = await openPostgres(ownConfig, log, () => undefined);
      const worker = await startProgram({ config: ownConfig, log, postgres, role: 'worker' });
      try {
        await expect.poll(states, LIMIT).toEqual([{ state: 'sent' }]);
        // It reads nothing by the cache, and so does not follow what ends values.
        expect(worker.cache.describe().isFollowing).toBe(false);
      } finally {
        await worker.stop();
      }
    } finally {
      await api.stop();
    }
  });
});
