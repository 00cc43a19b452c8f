import { readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, skipped: string[] }} TestSummary what a run left
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally what is reported of it
 */

/**
 * Reads what the summary reporter wrote; undefined when the run ended before it could.
 * @param {string} file
 * @returns {TestSummary | undefined}
 */
export function readSummary(file) {
  try {
    return /** @type {TestSummary} */ (JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * The figures to report. A run that died, or that ended badly for a reason outside of any test,
 * counts as one failure; with CI=true a skipped test is a failed one.
 * @param {{ summary: TestSummary | undefined, exitCode: number, isCi: boolean }} run
 * @returns {Tally}
 */
export function tallyRun({ summary, exitCode, isCi }) {
  if (!summary) return { passed: 0, failed: 1, skipped: 0 };
  const { passed, skipped } = summary;
  const failed = summary.failed + (isCi ? skipped.length : 0);
  const isFailedElsewhere = failed === 0 && (exitCode !== 0 || passed + skipped.length === 0);
  return {
    passed,
    failed: isFailedElsewhere ? 1 : failed,
    skipped: isCi ? 0 : skipped.length,
  };
}

/**
 * The last line that `npm test` prints.
 * @param {Tally} tally
 */
export function formatClosingLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}
