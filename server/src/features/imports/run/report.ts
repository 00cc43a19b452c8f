import type { ImportReport } from '../store/imports.ts';
import type { Problem } from '../formats/problem-log.ts';

type ReportedProblem = ImportReport['problems'][number];

/** Cases of one kind that a report shows. */
const SHOWN_CASES = 20;

/** Problems by kind with their counts and first cases; a text that was cut is always among them. */
export function groupProblems(problems: readonly Problem[]): ReportedProblem[] {
  const groups = new Map<string, ReportedProblem>();
  for (const problem of problems) {
    const { kind, code, message, count = 1 } = problem;
    const group = groups.get(code) ?? { kind, code, message, count: 0, first: [] };
    groups.set(code, group);
    group.count += count;
    const isShown = group.first.length < SHOWN_CASES || problem.original !== undefined;
    if (isShown) group.first.push(toCase(problem));
  }
  return [...groups.values()];
}

function toCase({ row, objectKey, field, message, original }: Problem) {
  return {
    ...(row === undefined ? {} : { row }),
    ...(objectKey === undefined ? {} : { objectKey }),
    ...(field === undefined ? {} : { field }),
    message,
    ...(original === undefined ? {} : { original }),
  };
}

/** Counts things by kind. */
export interface Tally {
  add(kind: string, by?: number): void;
  counts(): Record<string, number>;
}

/** Starts at nothing. */
export function createTally(): Tally {
  const counts: Record<string, number> = {};
  return {
    add: (kind, by = 1) => {
      if (by > 0) counts[kind] = (counts[kind] ?? 0) + by;
    },
    counts: () => ({ ...counts }),
  };
}
