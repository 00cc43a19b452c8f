import type { Database } from '../../platform/database/database.ts';
import type { SendingLimits } from './limits.ts';
import { listAges, readUnplannedS } from './store/ages.ts';

/** What has waited longest. */
export type Oldest =
  | { kind: 'delivery'; channel: string; lane: string }
  | { kind: 'message' }
  | { kind: 'event'; consumer: string };

/** How far sending is behind. */
export interface Backlogged {
  /** Age of the oldest due delivery, unplanned message or unread event, in seconds (delivery D20). */
  overdueS: number;
  /** Null when nothing waits. */
  oldest: Oldest | null;
}

/** Looks at what waits in the whole instance. */
export interface Backlog {
  look(): Promise<Backlogged>;
}

/** What looking stands on. */
export interface BacklogParts {
  database: Database;
  limits: SendingLimits;
  /** How many seconds each reader of the event log is behind. */
  listEventLags(): Promise<readonly { consumer: string; lagS: number }[]>;
}

/** Creates the look at what waits. */
export function createBacklog({ database, limits, listEventLags }: BacklogParts): Backlog {
  return {
    async look() {
      const [ages, unplannedS, lags] = await Promise.all([
        database.read('all', (tx) => listAges(tx, limits.rates)),
        database.read('all', (tx) => readUnplannedS(tx)),
        listEventLags(),
      ]);
      const found: { ageS: number; oldest: Oldest }[] = [
        ...ages.map(({ channel, lane, ageS }) => ({
          ageS,
          oldest: { kind: 'delivery' as const, channel, lane },
        })),
        { ageS: unplannedS, oldest: { kind: 'message' } },
        ...lags.map(({ consumer, lagS }) => ({
          ageS: lagS,
          oldest: { kind: 'event' as const, consumer },
        })),
      ];
      const [first] = found.toSorted((one, other) => other.ageS - one.ageS);
      if (first === undefined || first.ageS <= 0) return { overdueS: 0, oldest: null };
      return { overdueS: first.ageS, oldest: first.oldest };
    },
  };
}
