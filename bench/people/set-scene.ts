import { Client } from 'pg';
import type { BenchBoard, BenchUser } from '../lib/board-store.ts';
import { fillStore, registerUsers } from '../lib/board-store.ts';
import { ask } from '../notify-sender.ts';

/** An organization that people of the load work in, with its program. */
export interface Stage {
  organizationId: string;
  apiKey: string;
  users: BenchUser[];
  boards: BenchBoard[];
}

/** Accounts; several people share one, each on a device of their own. */
const ACCOUNTS = 20;
const SCOPES = ['organization:read', 'notifications:send'];
const PASSWORD = 'violet ladder under a quiet harbour';

/** Boards to work on: `boards` of `itemsPerBoard`. */
export interface StageSize {
  boards: number;
  itemsPerBoard: number;
}

/** Makes accounts, an organization, its boards and a key, with the API of a running server and SQL. */
export async function setStage(url: string, adminUrl: string, size: StageSize): Promise<Stage> {
  const users = await registerUsers(url, ACCOUNTS);
  const { organizationId, boards } = await fillStore(adminUrl, users, size);
  const key = await ask<{ secret: string }>(
    `${url}/api/v1/organizations/${organizationId}/api-keys`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${users[0]?.token}` },
      body: { name: 'Bench', scopes: SCOPES },
    },
  );
  return { organizationId, apiKey: key.secret, users, boards };
}

/** Everybody signs in anew: tokens last a quarter of an hour. */
export async function renewTokens(url: string, stage: Stage): Promise<Stage> {
  const users: BenchUser[] = [];
  for (const [index, { userId }] of stage.users.entries()) {
    const body = { email: `bench-${index}@example.test`, password: PASSWORD };
    const { accessToken } = await ask<{ accessToken: string }>(`${url}/api/v1/auth/login`, {
      method: 'POST',
      body,
    });
    users.push({ userId, token: accessToken });
  }
  return { ...stage, users };
}

/**
 * From the row of a message to the end of its attempt, of those that a program asked for after `since`; waits until all
 * ended. What people are told of each other may wait for hours: it is gathered.
 */
export async function readSendWaits(
  adminUrl: string,
  organizationId: string,
  since: Date,
): Promise<number[]> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  const giveUpAtMs = Date.now() + PATIENCE_MS;
  try {
    for (;;) {
      const { rows } = await client.query<{ ms: number | null }>(READ_WAITS, [
        organizationId,
        since,
      ]);
      const left = rows.filter(({ ms }) => ms === null).length;
      if (left === 0) return rows.map(({ ms }) => Number(ms));
      if (Date.now() > giveUpAtMs) throw new Error(`${left} of ${rows.length} are not sent`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  } finally {
    await client.end();
  }
}

const LOOK_EVERY_MS = 300;
const PATIENCE_MS = 60_000;
const READ_WAITS = `
  select extract(epoch from a.ended_at - m.created_at)::float8 * 1000 as ms
  from messages m left join deliveries d on d.message_id = m.id left join delivery_attempts a on a.delivery_id = d.id
  where m.organization_id = $1 and m.created_at >= $2 and m.template_key = 'custom'`;
