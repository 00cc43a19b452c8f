import { lookup, Resolver } from 'node:dns/promises';

/**
 * Turns a name into all its addresses. `system` asks like every other program on this machine does (hosts file, search
 * domains) and is for names that the operator wrote; `dns` asks name servers only.
 */
export interface NameResolver {
  /** All addresses, IPv4 first; empty when the name has none. Throws when no name server answers. */
  resolve(host: string, how: 'dns' | 'system'): Promise<string[]>;
}

/** Each query waits this long, twice; a name server set up to stall then costs 4 s of the call's time, no thread. */
const DNS_TIMEOUT_MS = 2_000;
const DNS_TRIES = 2;

/** Answers that say "no such name or record", as opposed to "no answer". */
const ABSENT_CODES = ['ENOTFOUND', 'ENODATA'];

/**
 * The resolver of this machine. Names set by organizations go through c-ares: `getaddrinfo` would let a stalling name
 * server occupy the thread pool that files and password hashing share.
 */
export function createNameResolver(): NameResolver {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: DNS_TRIES });
  return {
    resolve: (host, how) =>
      how === 'system' ? resolveBySystem(host) : resolveByDns(resolver, host),
  };
}

async function resolveBySystem(host: string): Promise<string[]> {
  try {
    const answers = await lookup(host, { all: true, order: 'ipv4first' });
    return answers.map(({ address }) => address);
  } catch (error) {
    return emptyWhenAbsent(error);
  }
}

async function resolveByDns(resolver: Resolver, host: string): Promise<string[]> {
  const [ipv4, ipv6] = await Promise.allSettled([
    resolver.resolve4(host).catch(emptyWhenAbsent),
    resolver.resolve6(host).catch(emptyWhenAbsent),
  ]);
  // One family may be unanswered (broken name servers drop AAAA): we connect to checked answers only, so the other suffices.
  if (ipv4.status === 'rejected' && ipv6.status === 'rejected') throw ipv4.reason;
  return [ipv4, ipv6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

function emptyWhenAbsent(error: unknown): string[] {
  if (error instanceof Error && 'code' in error && ABSENT_CODES.includes(String(error.code)))
    return [];
  throw error;
}
