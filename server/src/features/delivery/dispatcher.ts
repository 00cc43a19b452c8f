import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import type { Tracing } from '../../platform/trace/tracing.ts';
import { createId } from '../../kernel/ids.ts';
import {
  noteServed,
  shareSlots,
  takeTurns,
  type Deficits,
  type Served,
} from './domain/fair-share.ts';
import { leaseMsOf, RENEWALS } from './domain/lease.ts';
import { LANES, type Channel, type Lane } from './domain/states.ts';
import type { Closed } from './check-rates.ts';
import { beginClaims } from './begin-claims.ts';
import type { Gate } from './gate.ts';
import {
  createFinishQueue,
  type AfterFinish,
  type FinishQueue,
  type NoteEnds,
} from './finish-queue.ts';
import { sendOne, type SendParts } from './send-one.ts';
import { claim, listDue, renew, type ClaimedDelivery } from './store/claims.ts';

/** What sending stands on. */
export interface DispatcherParts extends SendParts {
  database: Database;
  log: Log;
  /** Without it, nothing is traced. */
  tracing?: Tracing;
  channel: Channel;
  /** Calls at once in this process (SPEC D5). */
  slots: number;
  leaseMs?: number;
  /** Lets through what may be sent now; without it, everything. */
  gate?: Gate;
  afterFinish?: AfterFinish;
  noteEnds?: NoteEnds;
}

/** Sends what is due on one channel. */
export interface Dispatcher {
  /** Looks for due deliveries until there are none, or no slots; a look that goes on already looks once more. */
  look(): Promise<void>;
  /** Resolves when nothing is being sent any more; starts nothing new. */
  drain(): Promise<void>;
}

/** Most deliveries of one claim: what a crash can leave uncertain (delivery D8). */
const CLAIM_SIZE = 50;
/** Share of the slots that only critical deliveries get (delivery D10). */
const CRITICAL_SHARE = 0.2;

interface State {
  parts: DispatcherParts;
  workerId: string;
  leaseMs: number;
  deficits: Map<Lane, Deficits>;
  served: Map<Lane, Served>;
  inFlight: Map<string, InFlight>;
  ends: FinishQueue;
  isDraining: boolean;
  /** Lanes, and organizations in them, without tokens, and until when by the clock that never jumps. */
  closedUntilMs: Map<string, number>;
  /** A slot is free again: what had to wait for it may be due. */
  onFree(): void;
}

interface InFlight {
  delivery: ClaimedDelivery;
  abort: AbortController;
  done: Promise<void>;
}

/** Creates the sender of one channel in this process. */
export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const leaseMs = parts.leaseMs ?? leaseMsOf(parts.channel);
  const state: State = {
    parts,
    workerId: createId(),
    leaseMs,
    deficits: new Map(LANES.map((lane) => [lane, new Map()])),
    served: new Map(LANES.map((lane) => [lane, new Map()])),
    inFlight: new Map(),
    ends: createFinishQueue({ ...parts, leaseMs }),
    isDraining: false,
    closedUntilMs: new Map(),
    onFree: () => undefined,
  };
  let looking: Promise<void> | null = null;
  let isAsked = false;
  const lookUntilQuiet = async () => {
    while (isAsked && !state.isDraining) {
      // Ends are written in groups: the slots of a whole group are filled by one claim.
      await nextTurn();
      isAsked = false;
      while (!state.isDraining && (await claimAndSend(state)) > 0);
    }
  };
  const look = () => {
    isAsked = true;
    looking ??= lookUntilQuiet().finally(() => (looking = null));
    return looking;
  };
  state.onFree = () => void look().catch(() => undefined);
  const renewal = setInterval(() => void renewAll(state), leaseMs / RENEWALS);
  renewal.unref();
  return {
    look,
    async drain() {
      state.isDraining = true;
      // A look that fails has nothing more to begin.
      await looking?.catch(() => undefined);
      await Promise.all([...state.inFlight.values()].map(({ done }) => done));
      // Until then: what is still being sent must stay ours.
      clearInterval(renewal);
    },
  };
}

/** Claims what free slots allow, in the order of lanes, and starts sending it; answers how many were claimed. */
async function claimAndSend(state: State): Promise<number> {
  let claimed = 0;
  for (const lane of LANES) {
    const free = Math.min(CLAIM_SIZE, freeSlots(state, lane));
    if (state.isDraining || free <= 0 || isClosed(state, lane, null)) continue;
    const claims = await claimLane(state, lane, free);
    claimed += claims.length;
    await start(state, lane, claims);
  }
  return claimed;
}

function freeSlots({ parts: { slots }, inFlight }: State, lane: Lane): number {
  const kept = lane === 'critical' ? 0 : Math.ceil(slots * CRITICAL_SHARE);
  return Math.max(lane === 'critical' ? 0 : 1, slots - kept) - inFlight.size;
}

async function claimLane(state: State, lane: Lane, free: number): Promise<ClaimedDelivery[]> {
  const { parts, workerId, leaseMs, inFlight } = state;
  const { database, channel, slots } = parts;
  const due = await database.read('all', (tx) => listDue(tx, { channel, lane, limit: free }));
  const busy = [...inFlight.values()].map(({ delivery }) => delivery.fairKey);
  const open = due.filter(({ key }) => !isClosed(state, lane, key));
  const claimants = open.map((each) => ({
    ...each,
    weight: 1,
    inFlight: busy.filter((key) => key === each.key).length,
  }));
  const deficits = state.deficits.get(lane) ?? new Map();
  const shares = shareSlots(claimants, { free, total: slots }, deficits);
  if (shares.size === 0) return [];
  const claims = await database.write('all', (tx) =>
    claim(tx, { workerId, leaseMs }, { channel, lane, shares }),
  );
  return takeTurns(claims, servedOf(state, lane));
}

function servedOf({ served }: State, lane: Lane): Served {
  return served.get(lane) ?? new Map();
}

async function start(state: State, lane: Lane, claims: readonly ClaimedDelivery[]): Promise<void> {
  if (claims.length === 0) return;
  const known = new Map(claims.map((claim) => [claim.id, claim]));
  const waiting = new Set(claims.map(({ fairKey }) => fairKey));
  for (const { sending, closed, traces } of await beginClaims(state.parts, claims)) {
    noteClosed(state, closed);
    const begun = sending.flatMap((id) => known.get(id) ?? []);
    noteServed(servedOf(state, lane), begun, waiting);
    for (const delivery of begun) launch(state, delivery, traces.get(delivery.messageId));
  }
}

function launch(state: State, delivery: ClaimedDelivery, trace: string | undefined): void {
  const abort = new AbortController();
  const done = send(state, { delivery, trace }, abort.signal).finally(() => {
    state.inFlight.delete(delivery.id);
    state.onFree();
  });
  state.inFlight.set(delivery.id, { delivery, abort, done });
}

function noteClosed({ closedUntilMs }: State, closed: readonly Closed[]): void {
  const nowMs = performance.now();
  for (const [key, untilMs] of closedUntilMs) if (untilMs <= nowMs) closedUntilMs.delete(key);
  for (const { lane, fairKey, forMs } of closed)
    closedUntilMs.set(`${lane} ${fairKey ?? ''}`, nowMs + forMs);
}

/** Without this, each look would claim what waits for a token, only to lay it back. */
function isClosed({ closedUntilMs }: State, lane: Lane, fairKey: string | null): boolean {
  return (closedUntilMs.get(`${lane} ${fairKey ?? ''}`) ?? 0) > performance.now();
}

async function send(
  { parts, ends }: State,
  { delivery, trace }: { delivery: ClaimedDelivery; trace: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  const attempt = () => sendOne(parts, delivery, signal);
  const finished = await (trace === undefined || parts.tracing === undefined
    ? attempt()
    : parts.tracing.follow(trace, { name: `send ${parts.channel}`, kind: 'consumer' }, attempt));
  const isOurs = await ends.add(finished);
  if (!isOurs)
    parts.log.warn({ deliveryId: delivery.id }, 'a delivery was taken over by another worker');
}

/** A lease that could not be renewed is lost: its call ends, and what it answers counts no more (delivery D6, D7). */
async function renewAll({ parts, workerId, leaseMs, inFlight }: State): Promise<void> {
  const claims = [...inFlight.values()].map(({ delivery }) => delivery);
  if (claims.length === 0) return;
  try {
    const kept = await parts.database.write('all', (tx) =>
      renew(tx, { workerId, leaseMs }, claims),
    );
    const held = new Set(kept);
    for (const { id } of claims) if (!held.has(id)) inFlight.get(id)?.abort.abort();
  } catch (error) {
    parts.log.warn({ err: error }, 'leases of deliveries could not be renewed');
    for (const { id } of claims) inFlight.get(id)?.abort.abort();
  }
}
