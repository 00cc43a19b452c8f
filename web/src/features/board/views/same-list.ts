import { useState } from 'react';

/** Whether two lists hold the same things in the same order. */
export function isSameList(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}

/** The list as it was when it last held something else, so that what follows from it is not worked out anew. */
export function useSameList<Entry>(list: readonly Entry[]): readonly Entry[] {
  const [kept, keep] = useState(list);
  if (isSameList(kept, list)) return kept;
  keep(list);
  return list;
}
