/** What the importer could not take as it is. */
export interface Problem {
  /** As a spreadsheet counts: the first line of the file is 1. */
  row?: number;
  objectKey?: string;
  /** The column's name, or the part of the foreign object. */
  field?: string;
  /** notTaken: it stays behind. changed: taken, but not as it was. refused: a value or the file is wrong. */
  kind: 'notTaken' | 'changed' | 'refused';
  code: string;
  message: string;
  /** How many things this speaks of; with no count, one. */
  count?: number;
  /** What was cut, in full, when no other place keeps it. */
  original?: string;
}

/** Problems of one code that are kept one by one; a file of 100,000 wrong dates must not fill the memory. */
const MAX_PER_CODE = 500;

export interface ProblemLog {
  add: (problem: Problem) => void;
  list: () => Problem[];
}

/** Collects problems in bounded memory: per code the first ones as they are, the rest as one with their count. */
export function createProblemLog(): ProblemLog {
  const kept: Problem[] = [];
  const seen = new Map<string, { problems: number; rest: number; sample: Problem }>();
  return {
    add: (problem) => {
      const entry = seen.get(problem.code) ?? { problems: 0, rest: 0, sample: problem };
      seen.set(problem.code, entry);
      entry.problems += 1;
      if (entry.problems <= MAX_PER_CODE) kept.push(problem);
      else entry.rest += problem.count ?? 1;
    },
    list: () => [...kept, ...[...seen.values()].filter(({ rest }) => rest > 0).map(toRest)],
  };
}

function toRest({ rest, sample }: { rest: number; sample: Problem }): Problem {
  return {
    kind: sample.kind,
    code: sample.code,
    count: rest,
    message: `and ${rest.toLocaleString('en')} more of this kind, such as: ${sample.message}`,
  };
}
