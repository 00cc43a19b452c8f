import type { Database, Transaction } from '../../platform/database/database.ts';
import { Refusal } from '../../platform/refusal.ts';
import { readMessages, type MessageRow, type Reading, type ReadMessage } from './store/messages.ts';

/** What a delivery is written from; `own` is the organization's text in the place of ours. */
export interface Found {
  message: MessageRow | null;
  own: ReadMessage['own'];
}

interface Waiting {
  asked: Reading;
  resolve(found: Found): void;
  reject(error: unknown): void;
}

/** Creates the reader of what deliveries are written from; those that are asked for in one turn are read together. */
export function createMessageFinder(database: Database): (asked: Reading) => Promise<Found> {
  const find = (asked: readonly Reading[]) => database.read('all', (tx) => findAll(tx, asked));
  let waiting: Waiting[] = [];
  const readTogether = async () => {
    const group = waiting;
    waiting = [];
    try {
      const found = await find(group.map(({ asked }) => asked));
      group.forEach(({ resolve }, index) => resolve(found[index] ?? NOTHING));
    } catch (error) {
      // A database that is away is so for each of them.
      if (group.length === 1 || error instanceof Refusal)
        return group.forEach(({ reject }) => reject(error));
      // What is wrong with one says nothing about the others.
      for (const { asked, resolve, reject } of group)
        await find([asked]).then(([found]) => resolve(found ?? NOTHING), reject);
    }
  };
  return ({ messageId, channel, locale }) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked: { messageId, channel, locale }, resolve, reject });
      if (waiting.length === 1) setImmediate(() => void readTogether());
    });
}

const NOTHING: Found = { message: null, own: null };

async function findAll(tx: Transaction, asked: readonly Reading[]): Promise<Found[]> {
  // Many of a group may be of one message.
  const distinct = new Map(asked.map((each) => [keyOf(each), each]));
  const found = new Map(
    (await readMessages(tx, [...distinct.values()])).map((row) => [keyOf(row), row]),
  );
  return asked.map((each) => found.get(keyOf(each)) ?? NOTHING);
}

function keyOf({ messageId, channel, locale }: Reading): string {
  return `${messageId} ${channel} ${locale}`;
}
