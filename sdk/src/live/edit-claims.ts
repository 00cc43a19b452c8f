/** Which tab waits for the answer to each edit: where that tab is gone, nobody would tell its writer of a refusal. */
export interface EditClaims {
  claim(editId: string, tab: string): void;
  /** The edit has its answer; true when some tab waits for it. */
  settle(editId: string): boolean;
  /** The tab is gone. */
  drop(tab: string): void;
}

/** Creates the claims of a hub; edits that it finds stored are nobody's. */
export function createEditClaims(): EditClaims {
  const tabs = new Map<string, string>();
  return {
    claim: (editId, tab) => void tabs.set(editId, tab),
    settle: (editId) => tabs.delete(editId),
    drop(tab) {
      for (const [editId, owner] of tabs) if (owner === tab) tabs.delete(editId);
    },
  };
}
