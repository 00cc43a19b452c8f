/** Faults that are built into the model on purpose: each has to be noticed. */
export interface Mutants {
  /** Any number above the last one runs. */
  acceptsAnyHigherMid?: boolean;
  /** The number of a refused mutation may come again. */
  refusalLeavesMidUnused?: boolean;
  /** Sets only ever grow. */
  unitesSets?: boolean;
  /** The greater amount wins instead of the sum. */
  countsMaximum?: boolean;
  /** The key that a client shows is the one that is stored. */
  clientComputesKeys?: boolean;
  /** Changes enter the line as they come. */
  holdsNothingBack?: boolean;
  /** Time passes between the replay and the entry into the room. */
  awaitsBeforeEntry?: boolean;
}
