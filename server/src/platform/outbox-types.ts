import { MINUTE_MS } from '../kernel/time.ts';
import type { Database, Transaction } from './database/database.ts';
import type { Log } from './log.ts';

interface Taker {
  readonly name: string;
  readonly on: readonly string[];
}

/** Processes say this often what they take. */
const DECLARE_INTERVAL_MS = MINUTE_MS;

/** A version whose last process has said nothing for so long runs no more. */
const RUNNING_WITHIN = `interval '10 minutes'`;
/** An event that no running version knew for so long is set aside, and those behind it go on. */
const PATIENCE = `interval '1 day'`;

/** Says which types this version takes, so that older ones beside it do not pass over their events (outbox O9). */
export async function declareTypes(tx: Transaction, consumers: readonly Taker[]): Promise<void> {
  const pairs = consumers.flatMap(({ name, on }) => on.map((type) => ({ name, type })));
  await tx.query(
    `insert into event_consumer_types (consumer, type)
     select distinct consumer, type from unnest($1::text[], $2::text[]) as declared (consumer, type)
     order by consumer, type
     on conflict (consumer, type) do update set declared_at = now()`,
    [pairs.map(({ name }) => name), pairs.map(({ type }) => type)],
  );
}

/** The list, as SQL, of types that other running versions of the consumer `c` take and that of the array `known` does not. */
export function foreignTypes(known: string): string {
  return `array(select t.type from event_consumer_types as t
     where t.consumer = c.name and t.type <> all(${known}) and t.declared_at > now() - ${RUNNING_WITHIN})`;
}

/** Says again and again what this version takes, and sets aside what none has taken for long. */
export function createDeclaring(database: Database, consumers: readonly Taker[], log: Log) {
  let timer: NodeJS.Timeout | undefined;
  const declare = async () => {
    await database.write('all', (tx) => declareTypes(tx, consumers));
    for (const consumer of consumers)
      await database.write('all', (tx) => parkForeign(tx, consumer));
  };
  const declareQuietly = () =>
    void declare().catch((error: unknown) =>
      log.debug({ err: error }, 'types of events are not declared'),
    );
  return {
    start: () => void (timer ??= setInterval(declareQuietly, DECLARE_INTERVAL_MS).unref()),
    stop: () => clearInterval(timer),
  };
}

async function parkForeign(tx: Transaction, { name, on }: Taker): Promise<void> {
  await tx.query(
    `update event_retries as r set parked_at = now(), error = 'no running version knows events of type ' || e.type
       from events as e
      where r.consumer = $1 and r.parked_at is null and r.attempts = 0 and r.event_created_at < now() - ${PATIENCE}
        and e.created_at = r.event_created_at and e.id = r.event_id and e.type <> all($2)`,
    [name, on],
  );
}
