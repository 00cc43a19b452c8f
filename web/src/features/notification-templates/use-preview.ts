import type { Input } from '@boardwire/sdk/operations';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../lib/query.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { listProblems } from './text-problems.ts';
import type {
  Preview,
  TemplateHistory,
  TextDraft,
  TextPlace,
  TextProblem,
} from './template-types.ts';
import { readSample } from './variables.ts';

type PreviewInput = Input<'notificationTemplates.preview'>;

/** What a text looks like while it is written: the last one that was sound, and what is wrong now. */
export function usePreview(
  history: TemplateHistory,
  place: TextPlace,
  draft: TextDraft,
): { preview: Preview | null; isOurs: boolean; problems: readonly TextProblem[] } {
  const input = toInput(history, place, draft);
  // As text: what is equal is asked once, however often it is written anew.
  const rested = useDebounced(input === null ? '' : JSON.stringify(input));
  const { data, error } = useQuery({
    queryKey: ['notificationTemplates.preview', rested],
    queryFn: ({ signal }) =>
      read('notificationTemplates.preview', JSON.parse(rested) as PreviewInput, signal),
    enabled: rested !== '',
  });
  const [last, setLast] = useState<Preview | null>(null);
  if (data !== undefined && data !== last) setLast(data);
  return {
    preview: input === null ? null : last,
    isOurs: input !== null && input.source === undefined,
    problems: error === null || rested === '' ? [] : listProblems(error.failure),
  };
}

/** Null while there is nothing to look at. */
function toInput(
  history: TemplateHistory,
  place: TextPlace,
  { subject, source, sample }: TextDraft,
): PreviewInput | null {
  const isEmpty = source.trim() === '';
  const hasSaved = history.texts.some(({ channel }) => channel === place.channel);
  // Without a text of one's own, ours are shown.
  if (isEmpty) return history.isBuiltIn && !hasSaved ? { ...place } : null;
  const typed = readSample(sample);
  const values = typed.ok ? typed.values : {};
  return {
    ...place,
    subject,
    source,
    sample: history.isBuiltIn ? changedOf(values, history.sample) : values,
  } as PreviewInput;
}

/** What was changed of the usual values; the others follow the language of the text. */
function changedOf(
  values: Record<string, unknown>,
  usual: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => usual[name] !== value),
  );
}
