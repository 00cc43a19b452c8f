import { Client } from 'pg';
import type { Log } from '../log.ts';

/** Hears NOTIFY on one connection of its own, and reconnects by itself. */
export interface Listener {
  /**
   * Calls `onWake` for each notification on `channel`, and without a payload once it is heard and after each reconnect,
   * when some may have been missed; several may hear one channel.
   */
  on(channel: string, onWake: (payload: string | undefined) => void): void;
  /** Sends a notification; failures are logged, since every reader polls as well. */
  notify(channel: string, payload?: string): void;
  close(): Promise<void>;
}

const RECONNECT_DELAY_MS = 250;

function createClient(url: string): Client {
  return new Client({
    connectionString: url,
    application_name: 'boardwire-listen',
    keepAlive: true,
    // A hint that a crash of Postgres takes with it is made up for by the readers' polls: no flush of the log for it.
    options: '-c synchronous_commit=off',
    // Hints may be sent while another is on its way.
    pipeline: true,
  });
}

/** Opens the connection in the background; while it is away, readers live by their polls. */
export function createListener(url: string, log: Log): Listener {
  const wakers = createWakers();
  let client: Client | null = null;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  const connect = async () => {
    const candidate = createClient(url);
    candidate.on('error', (error) => log.debug({ err: error }, 'listener connection lost'));
    candidate.on('end', () => lose(candidate));
    candidate.on('notification', ({ channel, payload }) => wakers.wake(channel, payload));
    try {
      await candidate.connect();
      for (const channel of wakers.channels())
        await candidate.query(`listen ${candidate.escapeIdentifier(channel)}`);
    } catch {
      await candidate.end().catch(() => undefined);
      return lose(candidate);
    }
    if (isClosed) return void candidate.end();
    client = candidate;
    for (const channel of wakers.channels()) wakers.wake(channel, undefined);
  };

  const lose = (lost: Client) => {
    if (client === lost) client = null;
    clearTimeout(retry);
    if (!isClosed) retry = setTimeout(() => void connect(), RECONNECT_DELAY_MS);
  };

  retry = setTimeout(() => void connect(), 0);
  return {
    on(channel, onWake) {
      wakers.add(channel, onWake);
      // Otherwise the next connection listens, and wakes all.
      void client?.query(`listen ${client.escapeIdentifier(channel)}`).then(
        () => isClosed || onWake(undefined),
        () => undefined,
      );
    },
    notify(channel, payload = '') {
      client?.query('select pg_notify($1, $2)', [channel, payload]).catch((error: unknown) => {
        log.debug({ err: error }, 'notify failed');
      });
    },
    async close() {
      isClosed = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}

type OnWake = (payload: string | undefined) => void;

/** Who hears what. */
function createWakers() {
  const byChannel = new Map<string, OnWake[]>();
  return {
    channels: () => byChannel.keys(),
    add: (channel: string, onWake: OnWake) =>
      byChannel.set(channel, [...(byChannel.get(channel) ?? []), onWake]),
    wake(channel: string, payload: string | undefined) {
      for (const onWake of byChannel.get(channel) ?? []) onWake(payload);
    },
  };
}
