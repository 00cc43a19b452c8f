import { spreadOf } from '../lib/figures.ts';
import type { Action, LoadReport } from './scene.ts';

/** Collects what actions took. */
export interface Records {
  add(action: Action, tookMs: number): void;
  /** Times `work`; a failure is counted and ends here. */
  measure(action: Action, work: () => Promise<unknown>): Promise<void>;
  /** From now on it counts. */
  begin(): void;
  report(): LoadReport;
}

/** Not done by anybody, or counted as something else already. */
const UNCOUNTED: readonly Action[] = ['see an edit of others', 'open it unchanged'];

/** Creates an empty collection, which counts nothing yet. */
export function createRecords(): Records {
  const times = new Map<Action, number[]>();
  const failures = new Map<Action, number>();
  const errors = new Map<string, string>();
  let beganAtMs = Number.POSITIVE_INFINITY;
  const isOn = () => performance.now() >= beganAtMs;
  const add = (action: Action, tookMs: number) => {
    if (!isOn()) return;
    const known = times.get(action);
    if (known === undefined) times.set(action, [tookMs]);
    else known.push(tookMs);
  };
  return {
    add,
    async measure(action, work) {
      const startedAtMs = performance.now();
      try {
        await work();
        add(action, performance.now() - startedAtMs);
      } catch (error) {
        if (!isOn()) return;
        failures.set(action, (failures.get(action) ?? 0) + 1);
        const text = error instanceof Error ? error.message : String(error);
        errors.set(action, `${action}: ${text.slice(0, 300)}`);
      }
    },
    begin: () => void (beganAtMs = performance.now()),
    report() {
      const seconds = (performance.now() - beganAtMs) / 1_000;
      const names = [...new Set([...times.keys(), ...failures.keys()])].toSorted();
      const actions = Object.fromEntries(
        names.map((name) => {
          const sample = times.get(name) ?? [];
          const count = sample.length;
          const perSecond = count / seconds;
          return [
            name,
            { count, perSecond, ms: spreadOf(sample), errors: failures.get(name) ?? 0 },
          ];
        }),
      );
      const done = [...times].reduce(
        (sum, [name, { length }]) => sum + (UNCOUNTED.includes(name) ? 0 : length),
        0,
      );
      return { actions, done, seconds, errors: [...errors.values()] };
    },
  };
}
