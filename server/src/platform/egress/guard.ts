import { Socket } from 'node:net';
import type { NetConnectOpts } from 'node:net';

/** Where stores have told their drivers to go, beside the endpoints of the settings. */
const discovered = new Set<string>();

/** Marks connect options whose address the egress module has checked. */
const checkedMark = Symbol('boardwire.egress.checked');

/** Where the drivers of our own stores may connect: a host and port from the operator's configuration. */
export interface DriverEndpoint {
  readonly host: string;
  readonly port: number;
}

/** Thrown at whoever opens a connection around the egress module. */
export class EgressBypassError extends Error {
  constructor(what: string) {
    super(`${what} is refused: outgoing calls go through platform/egress (security S29)`);
    this.name = 'EgressBypassError';
  }
}

/** Tells the guard that these connect options carry an address which was judged. */
export function markAsChecked<T extends object>(options: T): T {
  return { ...options, [checkedMark]: true };
}

/**
 * Lets drivers connect to one more endpoint: a store's own answer named it, such as a sentinel its master or a cluster its
 * nodes. Only what speaks to an endpoint of the settings may call this.
 */
export function permitDriver({ host, port }: DriverEndpoint): void {
  discovered.add(`${host} ${port}`);
}

/**
 * Refuses every outgoing connection of this process that neither comes from the egress module nor leads to a store's
 * driver endpoint or a unix socket (security S29). Returns a function that takes the guard away again.
 */
export function installEgressGuard(drivers: readonly DriverEndpoint[]): () => void {
  const restoreGlobals = refuseGlobals(['fetch', 'WebSocket', 'EventSource']);
  const original = Socket.prototype.connect;
  const guarded = function (this: Socket, ...args: unknown[]): Socket {
    const options = readConnectOptions(args);
    if (!isPermitted(options, drivers)) throw new EgressBypassError(describeEndpoint(options));
    return Reflect.apply(original, this, args) as Socket;
  };
  Socket.prototype.connect = guarded;
  return () => {
    Socket.prototype.connect = original;
    restoreGlobals();
  };
}

function isPermitted(options: NetConnectOpts, drivers: readonly DriverEndpoint[]): boolean {
  if (checkedMark in options || ('path' in options && options.path)) return true;
  if (!('port' in options)) return false;
  const host = options.host ?? 'localhost';
  return (
    discovered.has(`${host} ${options.port}`) ||
    drivers.some((driver) => driver.host === host && driver.port === Number(options.port))
  );
}

/** Reads the three call forms of `socket.connect`, and the array that `net.connect` normalizes them to. */
function readConnectOptions(args: unknown[]): NetConnectOpts {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === 'object' && first !== null) return first as NetConnectOpts;
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { path: first };
  return { port: Number(first), host: typeof second === 'string' ? second : 'localhost' };
}

function describeEndpoint(options: NetConnectOpts): string {
  const { host, port } = options as { host?: string; port?: number };
  return `a connection to ${host ?? 'localhost'}:${port ?? '?'}`;
}

/** Replaces those of these globals that this version of Node has; the guard on sockets would refuse them less clearly. */
function refuseGlobals(names: readonly string[]): () => void {
  const saved = new Map<string, PropertyDescriptor>();
  for (const name of names) {
    const descriptor = Reflect.getOwnPropertyDescriptor(globalThis, name);
    if (!descriptor) continue;
    saved.set(name, descriptor);
    const value = function refuse(): never {
      throw new EgressBypassError(`global ${name}`);
    };
    Object.defineProperty(globalThis, name, { configurable: true, value });
  }
  return () => {
    for (const [name, descriptor] of saved) Object.defineProperty(globalThis, name, descriptor);
  };
}
