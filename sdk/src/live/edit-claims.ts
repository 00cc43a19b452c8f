/** Which tab waits for the answer to each edit: where that tab is gone, nobody would tell its writer of a refusal. */
export interface EditClaims {
  claim(edit: { id: string; board: string }, tab: string): void;
  /** The edit has its answer; true when some tab waits for it. */
  settle(editId: string): boolean;
  /** The tab is gone, or has left that board: nobody there hears of its answers any more. */
  drop(tab: string, board?: string): void;
}

/** Creates the claims of a hub; edits that it finds stored are nobody's. */
export function createEditClaims(): EditClaims {
  const claims = new Map<string, { tab: string; board: string }>();
  return {
    claim: ({ id, board }, tab) => void claims.set(id, { tab, board }),
    settle: (editId) => claims.delete(editId),
    drop(tab, board) {
      for (const [editId, claim] of claims)
        if (claim.tab === tab && (board ?? claim.board) === claim.board) claims.delete(editId);
    },
  };
}
