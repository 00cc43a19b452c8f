/**
 * One line for the person at the terminal. On stderr: stdout belongs to the program's own output.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Something the person at the terminal can act on; printed as one line, without a stack.
 * @param {string} message
 */
export function createUserError(message) {
  const error = new Error(message);
  error.name = 'UserError';
  return error;
}

/**
 * Ends the process on a failure: one line when the person can act on it, everything otherwise.
 * @param {unknown} error
 * @returns {never}
 */
export function exitOnFailure(error) {
  const isExpected = error instanceof Error && error.name === 'UserError';
  say(isExpected ? error.message : (error instanceof Error && error.stack) || String(error));
  process.exit(1);
}

/** @param {number} startedAt from performance.now() */
export function formatSeconds(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
