import type { Transaction } from '../../platform/database/database.ts';
import { deliveries, type AfterFinish, type HoldBack } from '../delivery/index.ts';
import { hashEndpoint, type WebhooksParts } from './parts.ts';
import { createSights, type Sights } from './sight.ts';
import {
  countInFlight,
  endClaims,
  hasEarlierFanOut,
  listFailing,
  listHeads,
  listSubjects,
  lockEndpoints,
  parkRest,
  readClock,
  takeCall,
  wakeNext,
  type EndedClaim,
  type GateRow,
  type Head,
} from './store/gate.ts';

type WebhookClaim = Parameters<HoldBack>[1][number];
type Wait = Awaited<ReturnType<HoldBack>>[number];

/** Calls of one endpoint at once (delivery D12). */
const AT_ONCE = 4;
/** One where nothing arrives holds as few places as can be: each of its calls may take its whole time. */
const AT_ONCE_WHILE_FAILING = 1;
/** And all of those together hold so many, below half of what a process has by itself (SPEC D5). */
const FAILING_AT_ONCE = 8;
/** The next in line are looked at again after this without a wake. */
const NEXT_MS = 1_000;
/** Everything behind them is woken by the calls before it; this is for wakes that were lost. */
const PARKED_MS = 60_000;

type Verdict =
  | { kind: 'go' }
  | { kind: 'waits'; runAt: Date; isCrowded: boolean; behind?: string }
  | { kind: 'ends'; reason: EndedClaim['reason'] };

/** Everything that decides about the claims of one look. */
interface Look {
  tx: Transaction;
  parts: Pick<WebhooksParts, 'access' | 'sealer'>;
  sights: Sights;
  now: Date;
  endpoints: ReadonlyMap<string, GateRow>;
  /** Calls in flight by the hash of their endpoint, those that were let through just now included. */
  flying: Map<string, number>;
  heads: ReadonlyMap<string, Head>;
  /** Calls in flight to endpoints where nothing arrives. */
  failingFlying: number;
  /** Claims that wait for a place, by the hash of their endpoint. */
  waiting: Map<string, number>;
  subjects: ReadonlyMap<string, { boardId: string | null; type: string }>;
}

/**
 * Creates the last look at webhooks before they leave, in the transaction that makes calls of them: at most four calls of
 * an endpoint at once, one after the other where their order counts (delivery D12), and none to an endpoint that is off
 * or whose person may not see any more what they tell (security S25, S48).
 */
export function createEndpointGate(parts: Pick<WebhooksParts, 'access' | 'sealer'>): HoldBack {
  return async (tx, claims) => {
    const calls = claims.filter(({ channel }) => channel === 'webhook');
    if (calls.length === 0) return [];
    const look = await openLook(tx, parts, calls);
    const waits: Wait[] = [];
    const ends: EndedClaim[] = [];
    const crowded = new Set<string>();
    // Nobody wakes what is first in line while nothing is in flight.
    const first: string[] = [];
    // In the order of what happened, so that of an ordered endpoint's claims the first one goes.
    for (const claim of calls.toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1))) {
      const verdict = await judge(claim, look);
      const { id, fence, addressHash } = claim;
      if (verdict.kind === 'go') takePlace(claim, look);
      else if (verdict.kind === 'waits') {
        waits.push({ id, fence, hold: 'throttled', runAt: verdict.runAt });
        if (verdict.isCrowded) crowded.add(addressHash);
        if (verdict.behind !== undefined) first.push(verdict.behind);
      } else ends.push({ id, fence, reason: verdict.reason });
    }
    if (ends.length > 0) await endClaims(tx, ends);
    if (crowded.size > 0)
      await parkRest(tx, { hashes: [...crowded], but: first, forMs: PARKED_MS });
    return waits;
  };
}

async function openLook(
  tx: Transaction,
  parts: Look['parts'],
  calls: readonly WebhookClaim[],
): Promise<Look> {
  const ids = new Set(calls.map((claim) => endpointOf(claim, parts)));
  const endpoints = await lockEndpoints(tx, [...ids]);
  const hashes = [...new Set(calls.map(({ addressHash }) => addressHash))];
  const [flying, heads, subjects, now] = await Promise.all([
    countInFlight(tx, hashes),
    listHeads(tx, hashes),
    listSubjects(
      tx,
      calls.map(({ messageId }) => messageId),
    ),
    readClock(tx),
  ]);
  return {
    tx,
    parts,
    sights: createSights(tx, parts),
    now,
    endpoints: new Map(endpoints.map((row) => [row.id, row])),
    flying,
    failingFlying: await countFailing(tx, parts, endpoints),
    waiting: new Map(),
    heads: new Map(heads.map((head) => [head.hash, head])),
    subjects: new Map(subjects.map(({ messageId, ...subject }) => [messageId, subject])),
  };
}

/** Asked only where it decides something. */
async function countFailing(
  tx: Transaction,
  { sealer }: Look['parts'],
  endpoints: readonly GateRow[],
): Promise<number> {
  if (!endpoints.some(({ isFailing }) => isFailing)) return 0;
  const ids = await listFailing(tx);
  const hashes = ids.map((id) => hashEndpoint(sealer, id).toString('hex'));
  const flying = await countInFlight(tx, hashes);
  return [...flying.values()].reduce((sum, count) => sum + count, 0);
}

function takePlace(claim: WebhookClaim, look: Look): void {
  const { addressHash } = claim;
  look.flying.set(addressHash, (look.flying.get(addressHash) ?? 0) + 1);
  if (look.endpoints.get(endpointOf(claim, look.parts))?.isFailing === true)
    look.failingFlying += 1;
}

function endpointOf({ addressSealed }: WebhookClaim, { sealer }: Look['parts']): string {
  if (addressSealed === null) throw new Error('a webhook without an endpoint');
  return deliveries.openAddress(sealer, 'webhook', addressSealed);
}

async function judge(claim: WebhookClaim, look: Look): Promise<Verdict> {
  const { tx, parts, sights, flying } = look;
  const endpoint = look.endpoints.get(endpointOf(claim, parts));
  if (endpoint === undefined) return { kind: 'ends', reason: 'endpointDeleted' };
  if (!endpoint.isEnabled) return { kind: 'ends', reason: 'endpointDisabled' };
  const { organizationId, actsFor, isOrdered, callsPerMinute } = endpoint;
  const subject = look.subjects.get(claim.messageId) ?? { boardId: null, type: '' };
  if ((await sights.hears(actsFor, { organizationId, ...subject })) !== 'hears')
    return { kind: 'ends', reason: 'cannotSee' };
  const atOnce = countAtOnce(endpoint);
  const isCrowded = endpoint.isFailing && look.failingFlying >= FAILING_AT_ONCE;
  if (isCrowded || (flying.get(claim.addressHash) ?? 0) >= atOnce)
    return { kind: 'waits', runAt: findPlace(claim, look, atOnce), isCrowded: true };
  const turn = isOrdered ? await findTurn(claim, look, endpoint) : null;
  if (turn !== null) return { kind: 'waits', ...turn };
  if (callsPerMinute === null) return { kind: 'go' };
  const retryAt = await takeCall(tx, { endpointId: endpoint.id, callsPerMinute });
  return retryAt === null ? { kind: 'go' } : { kind: 'waits', runAt: retryAt, isCrowded: true };
}

function countAtOnce({ isOrdered, isFailing }: GateRow): number {
  if (isOrdered) return 1;
  return isFailing ? AT_ONCE_WHILE_FAILING : AT_ONCE;
}

/** When a claim that found no place is looked at again: soon for as many as places may come free, the others are woken. */
function findPlace({ addressHash }: WebhookClaim, { waiting, now }: Look, atOnce: number): Date {
  const before = waiting.get(addressHash) ?? 0;
  waiting.set(addressHash, before + 1);
  return new Date(now.getTime() + (before < atOnce ? NEXT_MS : PARKED_MS));
}

/** When a call of an ordered endpoint is looked at again; null when it is its turn. */
async function findTurn(
  { id, messageId, addressHash }: WebhookClaim,
  { tx, heads, now }: Look,
  { id: endpointId, organizationId }: GateRow,
): Promise<{ runAt: Date; isCrowded: boolean; behind?: string } | null> {
  const head = heads.get(addressHash);
  // The one before it may wait for hours until its next attempt: so long nothing behind it needs a look.
  if (head !== undefined && head.id !== id) {
    const runAt = new Date(Math.max(now.getTime() + PARKED_MS, Date.parse(head.runAt)));
    return { runAt, isCrowded: true, behind: head.id };
  }
  if (!(await hasEarlierFanOut(tx, { organizationId, endpointId, messageId }))) return null;
  return { runAt: new Date(now.getTime() + NEXT_MS), isCrowded: false };
}

/** Creates what wakes the next calls of an endpoint once others have ended, in the order of what happened. */
export function createWake({ database }: Pick<WebhooksParts, 'database'>): AfterFinish {
  return async (channel, ids) => {
    if (channel !== 'webhook' || ids.length === 0) return;
    await database.write('all', (tx) => wakeNext(tx, { ids, count: AT_ONCE }));
  };
}
