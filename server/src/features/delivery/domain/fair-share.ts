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
  levelOut(deficits);
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

/** Only differences count: what was shared out and could not be used is given back, and would add up. */
function levelOut(deficits: Deficits): void {
  const least = Math.min(...deficits.values());
  if (least > 0 && deficits.size > 1)
    for (const [key, deficit] of deficits) deficits.set(key, deficit - least);
}

/**
 * What is claimed in turns: one of each organization, then the next of each, whoever has waited for more first; of one
 * organization in the order of its time.
 */
export function takeTurns<Claim extends { fairKey: string; runAtMs: number; id: string }>(
  claims: readonly Claim[],
  deficits: Deficits,
): Claim[] {
  const byTime = claims.toSorted(
    (left, right) => left.runAtMs - right.runAtMs || (left.id < right.id ? -1 : 1),
  );
  const turns = new Map<string, number>();
  const placed = byTime.map((claim) => {
    const turn = turns.get(claim.fairKey) ?? 0;
    turns.set(claim.fairKey, turn + 1);
    return { claim, turn };
  });
  // What was claimed has been taken off already.
  const creditOf = ({ fairKey }: Claim) => (deficits.get(fairKey) ?? 0) + (turns.get(fairKey) ?? 0);
  return placed
    .toSorted(
      (left, right) => left.turn - right.turn || creditOf(right.claim) - creditOf(left.claim),
    )
    .map(({ claim }) => claim);
}

/** Gives back what claims took of their shares: nothing of them could be sent. */
export function giveBack(deficits: Deficits, unserved: readonly { fairKey: string }[]): void {
  for (const { fairKey } of unserved) deficits.set(fairKey, (deficits.get(fairKey) ?? 0) + 1);
}

/** Nobody saves up for later: who had nothing to send begins anew. */
function forgetIdle(deficits: Deficits, waiting: readonly Claimant[]): void {
  const keys = new Set(waiting.map(({ key }) => key));
  for (const key of deficits.keys()) if (!keys.has(key)) deficits.delete(key);
}
