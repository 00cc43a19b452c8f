import { randomUUID } from 'node:crypto';

/** One edit that a client wants done: told apart by its key, whatever becomes of it. */
export interface Edit {
  key: string;
  organizationId: string;
  kind: 'rename' | 'role' | 'invite';
  /** The new name, the role's name or the invited address. */
  text: string;
}

/** What the clients know at the end: the first of the common checker's three logs (reliability R10). */
export interface ClientLog {
  acknowledged: Edit[];
  /** Answers that no fault excuses: anything but success, 503, or no answer at all. */
  wrongAnswers: string[];
}

/** A client of the load: its own organization, so that the order of its renames is known. */
export interface Client {
  token: string;
  organizationId: string;
  roleId: string;
}

const ATTEMPT_TIMEOUT_MS = 10_000;
const RETRY_PAUSE_MS = 50;
const MAX_ATTEMPTS = 600;

/** Every client does its share of `total` edits, one after the other, repeating each with its key until it is answered. */
export async function runEdits(
  url: string,
  clients: readonly Client[],
  total: number,
): Promise<ClientLog> {
  const log: ClientLog = { acknowledged: [], wrongAnswers: [] };
  const share = Math.ceil(total / clients.length);
  await Promise.all(clients.map((client) => runClient(url, client, share, log)));
  return log;
}

async function runClient(
  url: string,
  client: Client,
  share: number,
  log: ClientLog,
): Promise<void> {
  for (let index = 0; index < share; index += 1) {
    const edit = planEdit(client, index);
    const isDone = await repeatUntilAnswered(url, client, edit, log);
    if (isDone) log.acknowledged.push(edit);
  }
}

function planEdit({ organizationId }: Client, index: number): Edit {
  const key = randomUUID();
  const kinds = ['rename', 'role', 'rename', 'invite'] as const;
  const kind = kinds[index % kinds.length] ?? 'rename';
  return {
    key,
    organizationId,
    kind,
    text: kind === 'invite' ? `${key}@example.test` : `${kind} ${key}`,
  };
}

async function repeatUntilAnswered(
  url: string,
  client: Client,
  edit: Edit,
  log: ClientLog,
): Promise<boolean> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const status = await tryOnce(url, client, edit);
    if (status === 200) return true;
    if (status !== 503 && status !== null && status !== 409) {
      log.wrongAnswers.push(`${edit.kind} ${edit.key}: ${status}`);
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
  }
  log.wrongAnswers.push(`${edit.kind} ${edit.key}: never answered`);
  return false;
}

/** The status, or null when the connection gave no answer. */
async function tryOnce(url: string, client: Client, edit: Edit): Promise<number | null> {
  const base = `${url}/api/v1/organizations/${edit.organizationId}`;
  const requests = {
    rename: { method: 'PATCH', path: '', body: { name: edit.text } },
    role: {
      method: 'POST',
      path: '/roles',
      body: { name: edit.text, permissions: ['organization:read'] },
    },
    invite: {
      method: 'POST',
      path: '/invitations',
      body: { email: edit.text, roleId: client.roleId },
    },
  };
  const { method, path, body } = requests[edit.kind];
  try {
    const response = await fetch(base + path, {
      method,
      headers: {
        authorization: `Bearer ${client.token}`,
        'content-type': 'application/json',
        'idempotency-key': edit.key,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
    });
    const answer = (await response.json()) as { error?: { details?: { reason?: string } } };
    const isStillRunning = answer.error?.details?.reason === 'idempotency_key_in_use';
    return response.status === 409 && !isStillRunning ? 500 : response.status;
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return 504;
    return null;
  }
}
