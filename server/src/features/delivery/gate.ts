import type { Transaction } from '../../platform/database/database.ts';
import { checkRates, type Closed, type RateLimits } from './check-rates.ts';
import type { FactsParts } from './facts.ts';
import { joinDigests, NEVER } from './join-digests.ts';
import { recheck, type Rechecked } from './recheck.ts';
import type { ClaimedDelivery } from './store/claims.ts';
import { beginLines, listLines, type DigestLine } from './store/digests.ts';
import { endHeld, layBack } from './store/gate.ts';

/** What a gate is made of. */
export interface GateParts extends FactsParts {
  limits: RateLimits;
  /** What a channel itself holds back at the moment, such as calls of an endpoint that has enough of them (delivery D12). */
  holdBack?: HoldBack;
}

/** Claims that wait a little longer, and until when. */
export type HoldBack = (
  tx: Transaction,
  claims: readonly ClaimedDelivery[],
) => Promise<readonly { id: string; fence: number; hold: 'throttled'; runAt: Date }[]>;

/** Claims that may be sent now, and who has used up their tokens. */
export interface Passed {
  passed: ClaimedDelivery[];
  closed: Closed[];
}

/** The last look before the first byte leaves: rights, choices, addresses and rates, as of the transaction of the start. */
export type Gate = (tx: Transaction, claims: readonly ClaimedDelivery[]) => Promise<Passed>;

/** Creates the gate. */
export function createGate(parts: GateParts): Gate {
  return async (tx, claims) => {
    const welcome = await checkRights(tx, parts, claims);
    const filled = await checkDigests(tx, parts, welcome);
    const { passed, ...rest } = await checkRates(tx, parts.limits, filled);
    return { passed: await checkChannel(tx, parts, passed), ...rest };
  };
}

async function checkRights(
  tx: Transaction,
  parts: GateParts,
  claims: readonly ClaimedDelivery[],
): Promise<ClaimedDelivery[]> {
  const checked = await recheck(tx, parts, claims);
  const { verdicts } = checked;
  const ends = claims.flatMap(({ id, fence }) => {
    const verdict = verdicts.get(id);
    return verdict?.kind === 'ended' ? [{ id, fence, ...verdict }] : [];
  });
  if (ends.length > 0) await endHeld(tx, ends);
  const waits = claims.flatMap(({ id, fence }) => {
    const verdict = verdicts.get(id);
    return verdict?.kind === 'waits'
      ? [{ id, fence, hold: 'quiet' as const, runAt: verdict.runAt }]
      : [];
  });
  if (waits.length > 0) await layBack(tx, waits);
  // What was tried before goes on being tried; what is new may still be gathered.
  const joining = claims.filter(
    (claim) => claim.attempt === 0 && isJoining(claim, verdicts.get(claim.id)?.kind),
  );
  await join(tx, joining, checked);
  const held = new Set([...ends, ...waits, ...joining].map(({ id }) => id));
  return claims.filter(({ id }) => !held.has(id));
}

function isJoining({ carriesDigestId }: ClaimedDelivery, kind: string | undefined): boolean {
  return kind === 'joinsDigest' && carriesDigestId === null;
}

async function join(
  tx: Transaction,
  joining: readonly ClaimedDelivery[],
  { facts, now }: Rechecked,
): Promise<void> {
  for (const [organizationId, its] of facts) {
    const own = joining.filter((claim) => claim.organizationId === organizationId);
    const rows = own.map(({ recipientId, channel }) => ({ recipientId, channel }));
    const digests = await joinDigests(tx, organizationId, { joining: rows, facts: its, now });
    const waits = own.map(({ id, fence }, index) => ({
      id,
      fence,
      hold: 'digest' as const,
      runAt: NEVER,
      digestId: digests[index] ?? null,
    }));
    if (waits.length > 0) await layBack(tx, waits);
  }
}

/** A carrier reads its lines now (delivery D16): those that may not be seen any more are left out; none left, none sent. */
async function checkDigests(
  tx: Transaction,
  parts: GateParts,
  claims: readonly ClaimedDelivery[],
): Promise<ClaimedDelivery[]> {
  const digestIds = claims.flatMap(({ carriesDigestId }) => carriesDigestId ?? []);
  if (digestIds.length === 0) return [...claims];
  const lines = await listLines(tx, digestIds);
  const { verdicts } = await recheck(tx, parts, lines);
  const ends = lines.flatMap(({ id }) => {
    const verdict = verdicts.get(id);
    return verdict?.kind === 'ended' ? [{ id, fence: null, ...verdict }] : [];
  });
  if (ends.length > 0) await endHeld(tx, ends);
  return withoutEmpty(tx, claims, left(lines, ends));
}

function left(lines: readonly DigestLine[], ends: readonly { id: string }[]): Set<string> {
  const ended = new Set(ends.map(({ id }) => id));
  return new Set(lines.filter(({ id }) => !ended.has(id)).map(({ digestId }) => digestId));
}

async function withoutEmpty(
  tx: Transaction,
  claims: readonly ClaimedDelivery[],
  withLines: ReadonlySet<string>,
): Promise<ClaimedDelivery[]> {
  const isEmpty = ({ carriesDigestId }: ClaimedDelivery) =>
    carriesDigestId !== null && !withLines.has(carriesDigestId);
  const empty = claims.filter(isEmpty).map(({ id, fence }) => ({
    id,
    fence,
    state: 'suppressed' as const,
    reason: 'emptyDigest',
    decided: {},
  }));
  if (empty.length > 0) await endHeld(tx, empty);
  return claims.filter((claim) => !isEmpty(claim));
}

async function checkChannel(
  tx: Transaction,
  { holdBack }: GateParts,
  claims: readonly ClaimedDelivery[],
): Promise<ClaimedDelivery[]> {
  const waits = holdBack === undefined ? [] : await holdBack(tx, claims);
  if (waits.length > 0) await layBack(tx, waits);
  const held = new Set(waits.map(({ id }) => id));
  return claims.filter(({ id }) => !held.has(id));
}

/** The lines of carriers that are being sent go with them. */
export async function beginCarried(
  tx: Transaction,
  sending: readonly ClaimedDelivery[],
): Promise<void> {
  const digestIds = sending.flatMap(({ carriesDigestId }) => carriesDigestId ?? []);
  if (digestIds.length > 0) await beginLines(tx, digestIds);
}
