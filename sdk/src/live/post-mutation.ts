import { liveLimits } from '@boardwire/contract/live-limits';
import type { ClientMessage } from '@boardwire/contract/sync';
import type { Client } from '../client.ts';
import type { Answer } from './queue-types.ts';

/** A numbered mutation as the connection carries it. */
export type Mutate = ClientMessage & { t: 'mutate' };

/** What the envelope adds to the calls, generously. */
const ENVELOPE_BYTES = 4_096;

/** True when the server would close a connection that sends it (live L37). */
export function isBeyondFrame({ calls }: Mutate): boolean {
  const { byteLength } = new TextEncoder().encode(JSON.stringify(calls));
  return byteLength > liveLimits.maxFrameBytes - ENVELOPE_BYTES;
}

/** Sends a mutation over plain HTTP (live L14); null when nobody knows what became of it. */
export async function postMutation(
  boards: Pick<Client['boards'], 'mutate'>,
  clientId: string,
  { board: boardId, mid, epoch, calls }: Mutate,
): Promise<Answer | null> {
  const answer = await boards.mutate({ boardId, client: clientId, mid, epoch, calls });
  if (answer.ok) return answer.data;
  const { code, message } = answer.error;
  // The number is still to be used: the queue starts anew with what is left.
  return code === 'VALIDATION_ERROR' ? { t: 'nack', mid, error: { code, message } } : null;
}
