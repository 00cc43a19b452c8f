import { SECOND_MS } from '../../kernel/time.ts';
import type { Database } from '../../platform/database/database.ts';
import type { GaugeDefinition } from '../../platform/metrics.ts';
import { CHANNELS } from './domain/states.ts';
import type { SendingLimits } from './limits.ts';
import { listAges } from './store/ages.ts';
import { findDifferences } from './store/figures.ts';
import { countDeadLettersByChannel, listLoads, type ClassLoad } from './store/loads.ts';

/** Several gauges of one scrape, and scrapers that ask at once, share a read. */
const SHARED_FOR_MS = 2 * SECOND_MS;
/** The sums of a day take a while to add up. */
const SUMS_SHARED_FOR_MS = 60 * SECOND_MS;

/** What the ledger tells whoever watches over it; every process tells the same. */
export function createGauges(database: Database, { rates }: SendingLimits): GaugeDefinition[] {
  const loads = share(() => database.read('all', listLoads), SHARED_FOR_MS);
  const ages = share(() => database.read('all', (tx) => listAges(tx, rates)), SHARED_FOR_MS);
  const differences = share(() => database.read('all', findDifferences), SUMS_SHARED_FOR_MS);
  const loadGauge = (name: string, help: string, field: 'waiting' | 'delayed' | 'active') => ({
    name,
    help,
    labelNames: ['channel', 'lane', 'class'],
    read: async () => (await loads()).map((load) => toSample(load, field)),
  });
  return [
    loadGauge(
      'boardwire_deliveries_waiting',
      'Deliveries that are due; class noisy: of organizations with a hundred and a tenth of them or more',
      'waiting',
    ),
    loadGauge('boardwire_deliveries_delayed', 'Deliveries that are for later', 'delayed'),
    loadGauge('boardwire_deliveries_active', 'Deliveries that are being sent', 'active'),
    {
      name: 'boardwire_delivery_queue_age_seconds',
      help: 'Age of the oldest delivery that is due and could be sent',
      labelNames: ['channel', 'lane'],
      read: async () =>
        (await ages()).map(({ channel, lane, ageS }) => ({
          labels: { channel, lane },
          value: ageS,
        })),
    },
    {
      name: 'boardwire_delivery_differences',
      help: 'Messages of the last day whose deliveries are not as many as were planned; above 0 is a defect',
      read: async () => [{ value: (await differences()).count }],
    },
    {
      name: 'boardwire_dead_letters_open',
      help: 'Deliveries that were given up, or are in doubt for good, and messages that nobody could plan (channel none), until somebody decides',
      labelNames: ['channel'],
      read: async () => {
        const counts = await database.read('all', countDeadLettersByChannel);
        // Zeros too: what was not there before cannot be seen to grow.
        return [...CHANNELS, 'none' as const].map((channel) => ({
          labels: { channel },
          value: counts.find((row) => row.channel === channel)?.count ?? 0,
        }));
      },
    },
  ];
}

function toSample(load: ClassLoad, field: 'waiting' | 'delayed' | 'active') {
  const { channel, lane } = load;
  return { labels: { channel, lane, class: load.class }, value: load[field] };
}

/** Answers what was read within this time, however many ask. */
function share<T>(read: () => Promise<T>, forMs: number): () => Promise<T> {
  let last: { untilMs: number; result: Promise<T> } | null = null;
  return () => {
    const nowMs = performance.now();
    if (last === null || nowMs >= last.untilMs) {
      const mine = { untilMs: nowMs + forMs, result: read() };
      last = mine;
      // A read that failed is tried again by the next one who asks.
      mine.result.catch(() => (mine.untilMs = nowMs));
    }
    return last.result;
  };
}
