import type { Input, OperationName, Output } from '@boardwire/sdk/operations';
import type { Result } from '@boardwire/sdk/result';
import { useState } from 'react';
import { queryClient } from './query-client.ts';
import { showToast } from '../ui/toast-store.ts';
import { call } from './call.ts';
import type { Failure } from './failure.ts';
import { describeFailure } from './failure-text.ts';

/** Marks what was read by these operations as old; what is on screen is read again. */
export async function refreshReads(...names: readonly OperationName[]): Promise<void> {
  await Promise.all(names.map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
}

/** Tells of a failed act that has no form to show it in. */
export function showFailureToast(failure: Failure): void {
  showToast({
    tone: 'danger',
    title: describeFailure(failure),
    ...(failure.requestId ? { description: failure.requestId } : {}),
  });
}

interface Writer<Name extends OperationName> {
  isPending: boolean;
  send: (input: Input<Name>) => Promise<Result<Output<Name>>>;
}

/** Calls an operation that changes something, then refreshes what it touched. */
export function useWrite<Name extends OperationName>(
  name: Name,
  touches: readonly OperationName[],
): Writer<Name> {
  const [isPending, setPending] = useState(false);
  const send = async (input: Input<Name>) => {
    setPending(true);
    const outcome = await call(name, input);
    if (outcome.ok) await refreshReads(...touches);
    setPending(false);
    return outcome;
  };
  return { isPending, send };
}
