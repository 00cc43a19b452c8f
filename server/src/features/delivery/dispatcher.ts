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
import { claimAndBegin, type Take } from './begin-claims.ts';
import type { Gate } from './gate.ts';
import {
  createFinishQueue,
  type AfterFinish,
  type FinishQueue,
  type NoteEnds,
} from './finish-queue.ts';
import { sendOne, type SendParts } from './send-one.ts';
import { claim, listDue, renew, type ClaimedDelivery, type DueShare } from './store/claims.ts';

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
  /** A slot is free again; with `hasNews`, what had to wait for its call may be due. */
  onFree(hasNews: boolean): void;
}

interface InFlight {
  delivery: ClaimedDelivery;
  abort: AbortController;
  /** It takes a slot; after that only its end is to be written. */
  isCalling: boolean;
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
    ends: createFinishQueue({ ...parts, leaseMs, hasTime: () => hasTime(state) }),
    isDraining: false,
    closedUntilMs: new Map(),
    onFree: () => undefined,
  };
  let looking: Promise<void> | null = null;
  let isAsked = false;
  let isNews = false;
  // Lanes in which there was nothing: a slot that comes free brings nothing into them.
  const idle = new Set<Lane>();
  const lookUntilQuiet = async () => {
    while (isAsked && !state.isDraining) {
      // Ends are written in groups: the slots of a whole group are filled by one claim.
      await nextTurn();
      isAsked = false;
      if (isNews) idle.clear();
      isNews = false;
      while (!state.isDraining && !isNews && (await claimAndSend(state, idle)) > 0);
    }
  };
  const lookAgain = () => {
    isAsked = true;
    looking ??= lookUntilQuiet().finally(() => (looking = null));
    return looking;
  };
  const look = () => {
    isNews = true;
    return lookAgain();
  };
  state.onFree = (hasNews) => void (hasNews ? look() : lookAgain()).catch(() => undefined);
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

/**
 * Claims what free slots allow, in the order of lanes, and starts sending it; answers how many were claimed. Lanes with
 * nothing due are added to `idle`, and left out as long as they are there.
 */
async function claimAndSend(state: State, idle: Set<Lane>): Promise<number> {
  const { database, channel } = state.parts;
  const open = LANES.filter(
    (lane) => !idle.has(lane) && freeSlots(state, lane) > 0 && !isClosed(state, lane, null),
  );
  if (open.length === 0) return 0;
  const limit = Math.max(...open.map((lane) => freeSlots(state, lane)));
  const due = await database.read('all', (tx) => listDue(tx, { channel, lane: open, limit }));
  let claimed = 0;
  for (const lane of open) {
    const free = freeSlots(state, lane);
    const own = due.filter((each) => each.lane === lane);
    if (own.length === 0) idle.add(lane);
    if (state.isDraining || free <= 0 || own.length === 0) continue;
    claimed += await claimLane(state, { lane, free, due: own });
  }
  return claimed;
}

function freeSlots(state: State, lane: Lane): number {
  const {
    parts: { slots },
    inFlight,
  } = state;
  const kept = lane === 'critical' ? 0 : Math.ceil(slots * CRITICAL_SHARE);
  const calling = [...inFlight.values()].filter(({ isCalling }) => isCalling).length;
  const free = Math.max(lane === 'critical' ? 0 : 1, slots - kept) - calling;
  // Calls that are over and not yet written down are what a crash leaves uncertain, as those under way are (delivery D8).
  const room = roomOf(state);
  const wanted = Math.min(CLAIM_SIZE, free);
  // Ends are written within milliseconds, and a group costs much the same whether it is large or small.
  return room < wanted / 2 ? 0 : Math.min(room, wanted);
}

function roomOf({ parts: { slots }, inFlight }: State): number {
  return Math.max(CLAIM_SIZE, slots) - inFlight.size;
}

/** Whether ends are worth waiting for others: there are calls under way, or room for those that may begin meanwhile. */
function hasTime(state: State): boolean {
  const { inFlight, parts } = state;
  return roomOf(state) >= parts.slots || [...inFlight.values()].some((each) => each.isCalling);
}

async function claimLane(
  state: State,
  { lane, free, due }: { lane: Lane; free: number; due: readonly DueShare[] },
): Promise<number> {
  const { parts, workerId, leaseMs, inFlight } = state;
  const { channel, slots } = parts;
  const busy = [...inFlight.values()].flatMap(({ isCalling, delivery }) =>
    isCalling ? [delivery.fairKey] : [],
  );
  const open = due.filter(({ key }) => !isClosed(state, lane, key));
  const claimants = open.map((each) => ({
    ...each,
    weight: 1,
    inFlight: busy.filter((key) => key === each.key).length,
  }));
  const deficits = state.deficits.get(lane) ?? new Map();
  const shares = shareSlots(claimants, { free, total: slots }, deficits);
  if (shares.size === 0) return 0;
  const served = state.served.get(lane) ?? new Map();
  let claimed = 0;
  const take: Take = async (tx) => {
    const claims = await claim(tx, { workerId, leaseMs }, { channel, lane, shares });
    claimed = claims.length;
    return takeTurns(claims, served);
  };
  const waiting = new Set(due.map(({ key }) => key));
  for await (const { sending, closed, traces } of claimAndBegin(parts, take)) {
    noteClosed(state, closed);
    noteServed(served, sending, waiting);
    for (const delivery of sending) launch(state, delivery, traces.get(delivery.messageId));
  }
  return claimed;
}

function launch(state: State, delivery: ClaimedDelivery, trace: string | undefined): void {
  const flight: InFlight = {
    delivery,
    abort: new AbortController(),
    isCalling: true,
    done: Promise.resolve(),
  };
  state.inFlight.set(delivery.id, flight);
  flight.done = send(state, flight, trace).finally(() => {
    if (state.inFlight.get(delivery.id) === flight) state.inFlight.delete(delivery.id);
    state.onFree(state.parts.channel === 'webhook');
  });
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

async function send(state: State, flight: InFlight, trace: string | undefined): Promise<void> {
  const { parts, ends } = state;
  const { delivery, abort } = flight;
  const attempt = () => sendOne(parts, delivery, abort.signal);
  const finished = await (trace === undefined || parts.tracing === undefined
    ? attempt()
    : parts.tracing.follow(trace, { name: `send ${parts.channel}`, kind: 'consumer' }, attempt));
  // Places at an endpoint are counted by rows: a slot that is free before would only find it taken.
  if (parts.channel !== 'webhook') freeSlot(state, flight);
  const isOurs = await ends.add(finished);
  if (!isOurs)
    parts.log.warn({ deliveryId: delivery.id }, 'a delivery was taken over by another worker');
}

/** The call is over: the next one may begin while the end of this one is written down. */
function freeSlot(state: State, flight: InFlight): void {
  flight.isCalling = false;
  state.onFree(false);
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
