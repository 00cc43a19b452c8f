import type { IncomingMessage } from 'node:http';
import { PROTOCOL_VERSION } from '@boardwire/contract/live-limits';
import { hello, type Hello } from '@boardwire/contract/sync';
import type { Actor } from '../../platform/actor.ts';
import type { Config } from '../../platform/config/config.ts';
import { createTokenBucket } from '../../platform/live/token-bucket.ts';
import type { LiveSocket } from '../../platform/live/socket-server.ts';
import { networkOf } from '../../platform/network.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Authenticate } from '../authenticate.ts';
import { createClientAddress, type ClientAddress } from '../../platform/client-address.ts';
import { createHostCheck } from '../host-check.ts';

/** Somebody whose handshake was good. */
export interface Admitted {
  hello: Hello;
  actor: Actor;
}

/** Connections of one person and of one address (security S38), and handshakes a second (live L12). */
const MAX_PER_USER = 50;
const MAX_PER_ADDRESS = 200;
const HANDSHAKES = { perS: 200, burst: 400 };
/** Connections that have not said who they are: of one address, and of all. Each has 10 s. */
const MAX_UNKNOWN_PER_ADDRESS = 200;
const MAX_UNKNOWN = 2_000;

/** Checks handshakes and counts connections. */
export interface Gate {
  allowsRequest(request: IncomingMessage): boolean;
  addressOf: ClientAddress;
  /** A connection stands that nobody is behind yet; the answer is called when somebody is, or when it ended. */
  enter(address: string): () => void;
  /** Throws an error whose message is one word for programs: busy, protocol, unauthorized, too_many. */
  admit(socket: LiveSocket): Promise<Admitted>;
  /** Gives the connection's place back. */
  release(socket: LiveSocket, actor: Actor): void;
}

/** Creates the gate of the live connection. */
export function createGate(config: Config, authenticate: Authenticate): Gate {
  const checkHost = createHostCheck(config);
  const origins = new Set([new URL(config.PUBLIC_URL).origin, ...config.CORS_ORIGINS]);
  const handshakes = createTokenBucket(HANDSHAKES);
  const places = createCounter();
  const unknown = createCounter();
  const addressOf = createClientAddress(config.TRUST_PROXY);
  return {
    addressOf,
    allowsRequest(request) {
      const { host, origin } = request.headers;
      if (unknown.count(networkOf(addressOf(request))) >= MAX_UNKNOWN_PER_ADDRESS) return false;
      if (unknown.count(ALL) >= MAX_UNKNOWN) return false;
      try {
        checkHost(host);
      } catch {
        return false;
      }
      // Programs send none; a page of another site always does (security S11).
      return origin === undefined || origins.has(origin) || origin === `http://${host}`;
    },
    enter(address) {
      const names = [networkOf(address), ALL];
      for (const name of names) unknown.take(name);
      return () => {
        for (const name of names.splice(0)) unknown.give(name);
      };
    },
    async admit(socket) {
      if (!handshakes.take()) throw new Error('busy');
      const parsed = hello.safeParse(socket.hello);
      if (!parsed.success || parsed.data.v > PROTOCOL_VERSION) throw new Error('protocol');
      const actor = await authenticate(`Bearer ${parsed.data.token}`).catch(wordOf);
      if (actor.kind === 'anonymous') throw new Error('unauthorized');
      const address = placeOf(socket);
      if (!places.take(address, MAX_PER_ADDRESS)) throw new Error('too_many');
      if (!places.take(personOf(actor), MAX_PER_USER)) {
        places.give(address);
        throw new Error('too_many');
      }
      return { hello: parsed.data, actor };
    },
    release(socket, actor) {
      places.give(placeOf(socket));
      places.give(personOf(actor));
    },
  };
}

/** A database that is away says nothing about the credential: the client comes back with the same one. */
function wordOf(error: unknown): never {
  const isRefused = error instanceof Refusal && error.code === 'UNAUTHORIZED';
  throw new Error(isRefused ? 'unauthorized' : 'busy');
}

function placeOf({ ipAddress }: LiveSocket): string {
  return `ip ${networkOf(ipAddress)}`;
}

/** Counts every connection. */
const ALL = 'all';

function personOf(actor: Actor): string {
  if ('userId' in actor) return `user ${actor.userId}`;
  return actor.kind === 'shareLink' ? `link ${actor.linkId}` : actor.kind;
}

function createCounter() {
  const counts = new Map<string, number>();
  return {
    count: (name: string) => counts.get(name) ?? 0,
    take(name: string, most = Infinity): boolean {
      const count = counts.get(name) ?? 0;
      if (count >= most) return false;
      counts.set(name, count + 1);
      return true;
    },
    give(name: string): void {
      const count = (counts.get(name) ?? 1) - 1;
      if (count === 0) counts.delete(name);
      else counts.set(name, count);
    },
  };
}
