import type { Transaction } from '../../platform/database/database.ts';
import { findDigestClose } from './domain/digest-time.ts';
import { toDigestTime, toQuietHours } from './facts.ts';
import { moveOpenDigests } from './store/digests.ts';
import { loadPeople } from './store/facts.ts';

/** Lets the open digests of somebody close when they want that now: they chose another hour, or other nights. */
export async function moveDigests(tx: Transaction, userId: string, now: Date): Promise<void> {
  const [person] = await loadPeople(tx, [userId]);
  if (person === undefined) return;
  const timeZone = person.quietZone ?? person.timeZone;
  const close = findDigestClose(timeZone, toQuietHours(person), now, toDigestTime(person));
  await moveOpenDigests(tx, userId, close);
}
