import type { Input, Output } from '@boardwire/sdk/operations';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../lib/call.ts';
import { describeFailure } from '../../lib/failure-text.ts';

type ConnectionTest = Output<'connections.getTest'>;
export type Connection = Input<'connections.test'>['connection'];

/** What is known of a test: nothing yet, what the server says, or that it was not to be had. */
export type TestState =
  | { kind: 'idle' }
  | { kind: 'running' }
  | { kind: 'done'; test: ConnectionTest }
  | { kind: 'failed'; reason: string }
  | { kind: 'silent' };

const LOOK_EVERY_MS = 500;
/** The worker gives a mail server 45 s, and may take a few to begin. */
export const TEST_PATIENCE_MS = 60_000;

/** Starts a test and follows it until it is over, the patience is, or the page is left. */
export function useConnectionTest(connection: Connection): {
  state: TestState;
  start: () => Promise<void>;
} {
  const [state, setState] = useState<TestState>({ kind: 'idle' });
  const leaving = useRef(new AbortController());
  useEffect(() => {
    leaving.current = new AbortController();
    return () => leaving.current.abort();
  }, []);
  const start = async () => {
    const { signal } = leaving.current;
    setState({ kind: 'running' });
    const outcome = await runTest(connection, signal);
    if (!signal.aborted) setState(outcome);
  };
  return { state, start };
}

async function runTest(connection: Connection, signal: AbortSignal): Promise<TestState> {
  const givesUpAt = performance.now() + TEST_PATIENCE_MS;
  let answer = await call('connections.test', { connection });
  while (answer.ok && answer.data.state === 'running' && !signal.aborted) {
    if (performance.now() > givesUpAt) return { kind: 'silent' };
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    answer = await call('connections.getTest', { testId: answer.data.id }, { signal });
  }
  if (!answer.ok) return { kind: 'failed', reason: describeFailure(answer.error) };
  const { data } = answer;
  return data.state === 'failed'
    ? { kind: 'failed', reason: data.detail ?? '' }
    : { kind: 'done', test: data };
}
