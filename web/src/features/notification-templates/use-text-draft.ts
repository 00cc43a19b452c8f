import { useState } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { keepDraft, readDraft } from '../../lib/drafts.ts';
import type { TemplateHistory, TemplateText, TextDraft, TextPlace } from './template-types.ts';

/** The text of a place that is in use, if one was saved. */
function findSaved(
  { texts }: Pick<TemplateHistory, 'texts'>,
  { locale, channel }: TextPlace,
): TemplateText | undefined {
  return texts.find((text) => text.locale === locale && text.channel === channel);
}

function toDraft(
  saved: Pick<TemplateText, 'subject' | 'source' | 'sample'> | undefined,
  history: TemplateHistory,
): TextDraft {
  const sample = history.isBuiltIn || saved === undefined ? history.sample : saved.sample;
  return {
    subject: saved?.subject ?? '',
    source: saved?.source ?? '',
    sample: JSON.stringify(sample, null, 2),
  };
}

function isSame(one: TextDraft, other: TextDraft): boolean {
  return (
    one.subject === other.subject && one.source === other.source && one.sample === other.sample
  );
}

/** What is being written; it survives a reload and a refusal until it is saved or discarded (web W16). */
export function useTextDraft(history: TemplateHistory, place: TextPlace) {
  const { id: userId } = useAccount();
  const { organizationId, key, locale, channel } = place;
  const name = `template:${organizationId}:${key}:${locale}:${channel}`;
  const saved = findSaved(history, place);
  const usual = toDraft(saved, history);
  const [draft, setDraft] = useState(() => readDraft<TextDraft>(userId, name) ?? usual);
  const take = (next: TextDraft) => {
    setDraft(next);
    keepDraft(userId, name, isSame(next, usual) ? undefined : next);
  };
  return {
    saved,
    draft,
    isChanged: !isSame(draft, usual),
    change: (part: Partial<TextDraft>) => take({ ...draft, ...part }),
    /** Shows a text that was saved, and forgets what was typed. */
    show(text: TemplateText | undefined) {
      setDraft(toDraft(text, history));
      keepDraft(userId, name, undefined);
    },
  };
}
