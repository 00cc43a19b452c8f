import { useRef } from 'react';
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  useForm,
  type UseFormReturn,
} from 'react-hook-form';
import { client } from '../lib/client.ts';
import type { Failure } from '../lib/failure.ts';
import { describeFailure } from '../lib/failure-text.ts';
import { isFault } from '../lib/is-fault.ts';
import { joinRunning } from '../lib/join-running.ts';
import { findReasonField, sortProblems } from '../lib/form-problems.ts';

/** What a call answers: the data, or why not. */
export type Outcome<Data> = { ok: true; data: Data } | { ok: false; error: Failure };

interface ServerFormOptions<Values extends FieldValues, Data> {
  defaultValues: DefaultValues<Values> & Values;
  send: (values: Values) => Promise<Outcome<Data>>;
  onDone: (data: Data, values: Values) => void | Promise<void>;
  /** Turns a refusal into field problems where the server cannot know the form. */
  placeFailure?: (failure: Failure) => Partial<Record<Path<Values>, string>> | undefined;
}

export interface ServerForm<Values extends FieldValues> extends UseFormReturn<Values> {
  submit: () => Promise<void>;
}

/** What the server says of the session's own credential; a wrong password has another reason. */
const SESSION_REASONS: ReadonlySet<unknown> = new Set([
  'no_credential',
  'invalid_credential',
  'session_ended',
]);

/** The sign-in over the page says it all; the form behind it stays as it was (web W27). */
function isSessionOver({ details }: Failure): boolean {
  return SESSION_REASONS.has(details?.reason) && client.session.get().status === 'ended';
}

function showFailure<Values extends FieldValues, Data>(
  form: UseFormReturn<Values>,
  options: ServerFormOptions<Values, Data>,
  failure: Failure,
): void {
  if (isSessionOver(failure)) return;
  const names = Object.keys(options.defaultValues);
  const { fields, others } = sortProblems(failure, names);
  const reasonField = findReasonField(failure, names);
  const placed = {
    ...fields,
    ...(reasonField ? { [reasonField]: describeFailure(failure) } : {}),
    ...options.placeFailure?.(failure),
  };
  for (const [name, message] of Object.entries(placed)) {
    form.setError(name as Path<Values>, { message: String(message) }, { shouldFocus: true });
  }
  const rest = others.join(' ') || describeFailure(failure);
  if (others.length > 0 || Object.keys(placed).length === 0) {
    form.setError('root.server', {
      message: rest,
      type: isFault(failure) ? (failure.requestId ?? '') : '',
    });
  }
}

/** A form whose values are judged by the server: its refusals come back to their fields, values stay. */
export function useServerForm<Values extends FieldValues, Data>(
  options: ServerFormOptions<Values, Data>,
): ServerForm<Values> {
  const form = useForm<Values>({ defaultValues: options.defaultValues, mode: 'onSubmit' });
  const running = useRef<Promise<void> | null>(null);
  const submit = form.handleSubmit(async (values) => {
    form.clearErrors();
    const outcome = await options.send(values);
    if (outcome.ok) await options.onDone(outcome.data, values);
    else showFailure(form as unknown as UseFormReturn<Values>, options, outcome.error);
  });
  return {
    ...(form as unknown as UseFormReturn<Values>),
    submit: () => joinRunning(running, submit),
  };
}
