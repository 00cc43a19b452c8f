import type { TestServer } from '../harness/server.ts';

/** Ids of what is sent, by the input field that names them. */
export type NoticeObjects = Record<'jobId' | 'topicId' | 'suppressionId' | 'endpointId', string>;

/** Makes one of each as it stands when everything is over: nothing of it is planned or sent amid the matrix. */
export async function buildNoticeObjects(
  { database, program }: Pick<TestServer, 'database' | 'program'>,
  organizationId: string,
): Promise<NoticeObjects> {
  const [jobId, topicId, suppressionId, endpointId] = [
    crypto.randomUUID(),
    crypto.randomUUID(),
    crypto.randomUUID(),
    crypto.randomUUID(),
  ];
  await database.query(
    `insert into messages (id, organization_id, category, template_key, recipients, actor, fanout_state)
     values ($1, $2, 'custom', 'custom', '[]', '{"kind": "system"}', 'done')`,
    [jobId, organizationId],
  );
  await database.query(
    `insert into notification_topics (id, organization_id, key, name) values ($1, $2, 'alarms', 'Alarms')`,
    [topicId, organizationId],
  );
  await database.query(
    `insert into suppressions (id, organization_id, channel, address_hash, address_masked, reason)
     values ($1, $2, 'email', '\\x00', 'a***@example.com', 'manual')`,
    [suppressionId, organizationId],
  );
  // It acts for nobody, and so hears of nothing that the matrix does.
  const secrets = program.foundation.sealer.seal(
    '[{"secret":"whsec_AAAA","until":null}]',
    `webhook_endpoints.secrets_sealed ${organizationId} ${endpointId}`,
  );
  await database.query(
    `insert into webhook_endpoints (id, organization_id, name, url, secrets_sealed) values ($1, $2, 'Hook', 'https://example.com', $3)`,
    [endpointId, organizationId, secrets],
  );
  return { jobId, topicId, suppressionId, endpointId };
}
