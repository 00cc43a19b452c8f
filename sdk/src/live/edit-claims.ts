import { refusedIdOf } from './not-saved.ts';

/** Who hears of an answer; `inHand`: a tab that looks for what was wrong, and says when it has seen to it. */
export type Hearer = 'nobody' | 'tab' | 'inHand';

/** Which tab waits for the answer to each edit: where that tab is gone, nobody would tell its writer of a refusal. */
export interface EditClaims {
  claim(edit: { id: string; board: string }, tab: string, keepsRefused?: boolean): void;
  /** The edit has its answer. */
  settle(editId: string, isRefused: boolean): Hearer;
  /** Whether a tab has what is kept under this id in hand: nobody else is told of it. */
  isInHand(keptId: string): boolean;
  /** These are in nobody's hand any more. */
  letGo(keptIds: readonly string[]): void;
  /**
   * The tab is gone, or has left that board: nobody there hears of its answers any more. True where it had refused edits in
   * hand, which have to be told of now.
   */
  drop(tab: string, board?: string): boolean;
}

interface Claim {
  tab: string;
  board: string;
  keepsRefused: boolean;
}

/** Creates the claims of a hub; edits that it finds stored are nobody's. */
export function createEditClaims(): EditClaims {
  const claims = new Map<string, Claim>();
  const inHand = new Map<string, Claim>();
  return {
    claim: ({ id, board }, tab, keepsRefused = false) =>
      void claims.set(id, { tab, board, keepsRefused }),
    settle(editId, isRefused) {
      const claim = claims.get(editId);
      if (claim === undefined) return 'nobody';
      claims.delete(editId);
      if (!isRefused || !claim.keepsRefused) return 'tab';
      inHand.set(refusedIdOf(editId), claim);
      return 'inHand';
    },
    isInHand: (keptId) => inHand.has(keptId),
    letGo(keptIds) {
      for (const keptId of keptIds) inHand.delete(keptId);
    },
    drop(tab, board) {
      const isMeant = (claim: Claim) => claim.tab === tab && (board ?? claim.board) === claim.board;
      const dropFrom = (map: Map<string, Claim>) =>
        [...map].filter(([id, claim]) => isMeant(claim) && map.delete(id)).length;
      dropFrom(claims);
      return dropFrom(inHand) > 0;
    },
  };
}
