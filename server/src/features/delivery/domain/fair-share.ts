/** An organization with due work in a lane, and what it may take of the slots compared to others. */
export interface Claimant {
  key: string;
  /** 1 for most, larger takes more; above 0. */
  weight: number;
  /** Due deliveries, counted up to the slots at hand. */
  due: number;
  /** Deliveries of it that are being sent already. */
  inFlight: number;
}

/** What was left over from earlier rounds, by key; the caller keeps it. */
export type Deficits = Map<string, number>;

/**
 * Shares slots out by deficit round robin (delivery D11): each round gives every claimant its weight, and whole slots are
 * taken from what has gathered. While others wait nobody holds more than half of all slots. Answers slots by key.
 */
export function shareSlots(
  claimants: readonly Claimant[],
  { free, total }: { free: number; total: number },
  deficits: Deficits,
): Map<string, number> {
  const shares = new Map<string, number>();
  const waiting = claimants.filter(({ due }) => due > 0);
  forgetIdle(deficits, waiting);
  const most = waiting.length > 1 ? Math.max(1, Math.floor(total / 2)) : total;
  const roomOf = ({ key, due, inFlight }: Claimant) =>
    Math.min(due, most - inFlight) - (shares.get(key) ?? 0);
  // Who got least so far is first, so that few slots go round everybody in turn.
  const order = waiting.toSorted(
    (left, right) => (deficits.get(right.key) ?? 0) - (deficits.get(left.key) ?? 0),
  );
  let left = free;
  while (left > 0) {
    const open = order.filter((each) => roomOf(each) > 0);
    if (open.length === 0) break;
    for (const { key, weight } of open) deficits.set(key, (deficits.get(key) ?? 0) + weight);
    for (const claimant of open.toSorted(byDeficit(deficits))) {
      const gathered = Math.floor(deficits.get(claimant.key) ?? 0);
      const taken = Math.min(left, roomOf(claimant), gathered);
      if (taken <= 0) continue;
      shares.set(claimant.key, (shares.get(claimant.key) ?? 0) + taken);
      deficits.set(claimant.key, (deficits.get(claimant.key) ?? 0) - taken);
      left -= taken;
    }
  }
  return shares;
}

function byDeficit(deficits: Deficits) {
  return (left: Claimant, right: Claimant) =>
    (deficits.get(right.key) ?? 0) - (deficits.get(left.key) ?? 0);
}

/** How many deliveries of each organization were begun, less those of whoever had the fewest; the caller keeps it. */
export type Served = Map<string, number>;

/**
 * What is claimed in turns, so that those who were served least get the first tokens of a rate; of one organization in the
 * order of its time.
 */
export function takeTurns<Claim extends { fairKey: string; runAtMs: number; id: string }>(
  claims: readonly Claim[],
  served: Served,
): Claim[] {
  const next = new Map(served);
  return claims
    .toSorted((left, right) => left.runAtMs - right.runAtMs || (left.id < right.id ? -1 : 1))
    .map((claim) => {
      const turn = next.get(claim.fairKey) ?? 0;
      next.set(claim.fairKey, turn + 1);
      return { claim, turn };
    })
    .toSorted((left, right) => left.turn - right.turn)
    .map(({ claim }) => claim);
}

/** Notes whose deliveries were begun; who has nothing waiting any more begins anew with whoever has had least. */
export function noteServed(
  served: Served,
  begun: readonly { fairKey: string }[],
  waiting: ReadonlySet<string>,
): void {
  for (const { fairKey } of begun) served.set(fairKey, (served.get(fairKey) ?? 0) + 1);
  for (const key of served.keys()) if (!waiting.has(key)) served.delete(key);
  const least = Math.min(...[...waiting].map((key) => served.get(key) ?? 0));
  for (const [key, count] of served) served.set(key, count - least);
}

/** Nobody saves up for later: who had nothing to send begins anew. */
function forgetIdle(deficits: Deficits, waiting: readonly Claimant[]): void {
  const keys = new Set(waiting.map(({ key }) => key));
  for (const key of deficits.keys()) if (!keys.has(key)) deficits.delete(key);
}
