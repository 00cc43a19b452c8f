import type { NoticeChannel as Channel } from '@boardwire/contract/notices';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { readMessages, type MessageRow } from './store/messages.ts';
import { findTemplates, type TemplateRow, type WantedTemplate } from './store/templates.ts';

/** A delivery as far as it decides what is read for it. */
interface Asked {
  messageId: string;
  channel: Channel;
  locale: string;
}

/** What a delivery is written from; `own` is the organization's text in the place of ours. */
export interface Found {
  message: MessageRow | null;
  own: TemplateRow | null;
}

interface Waiting {
  asked: Asked;
  resolve(found: Found): void;
  reject(error: unknown): void;
}

/** Creates the reader of what deliveries are written from; those that are asked for in one turn are read together. */
export function createMessageFinder(database: Database): (asked: Asked) => Promise<Found> {
  const find = (asked: readonly Asked[]) => database.read('all', (tx) => findAll(tx, asked));
  let waiting: Waiting[] = [];
  const readTogether = async () => {
    const group = waiting;
    waiting = [];
    try {
      const found = await find(group.map(({ asked }) => asked));
      group.forEach(({ resolve }, index) => resolve(found[index] ?? NOTHING));
    } catch (error) {
      if (group.length === 1) return group.forEach(({ reject }) => reject(error));
      // What is wrong with one says nothing about the others.
      for (const { asked, resolve, reject } of group)
        await find([asked]).then(([found]) => resolve(found ?? NOTHING), reject);
    }
  };
  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject });
      if (waiting.length === 1) setImmediate(() => void readTogether());
    });
}

const NOTHING: Found = { message: null, own: null };

async function findAll(tx: Transaction, asked: readonly Asked[]): Promise<Found[]> {
  const ids = [...new Set(asked.map(({ messageId }) => messageId))];
  const messages = new Map((await readMessages(tx, ids)).map((row) => [row.id, row]));
  const keyed = asked.map((each) => ({
    message: messages.get(each.messageId) ?? null,
    wanted: toWanted(messages.get(each.messageId), each),
  }));
  // Most of a group are of one organization and one text.
  const wanted = new Map(
    keyed.flatMap(({ wanted: each }) => (each === null ? [] : [[JSON.stringify(each), each]])),
  );
  const rows = wanted.size === 0 ? [] : await findTemplates(tx, [...wanted.values()]);
  const templates = new Map([...wanted.keys()].map((key, index) => [key, rows[index] ?? null]));
  return keyed.map(({ message, wanted: each }) => ({
    message,
    own: each === null ? null : (templates.get(JSON.stringify(each)) ?? null),
  }));
}

function toWanted(
  message: MessageRow | undefined,
  { channel, locale }: Asked,
): WantedTemplate | null {
  if (message === undefined || message.organizationId === null) return null;
  const { organizationId, templateKey: key, templateVersion: version } = message;
  return { organizationId, key, channel, locale, version };
}
