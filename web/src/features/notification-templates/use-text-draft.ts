import { useRef, useState } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { keepDraft, readDraft } from '../../lib/drafts.ts';
import type { TemplateHistory, TemplateText, TextDraft, TextPlace } from './template-types.ts';

/** What was typed, and the version that it began from; 0 where there was no text. */
interface Typed extends TextDraft {
  base: number;
  /** It is on the server, and the page has not read it again yet. */
  isSaved?: true;
}

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
  const version = saved?.version ?? 0;
  const usual = toDraft(saved, history);
  const [typed, setTyped] = useState(() => readDraft<Typed>(userId, name) ?? null);
  const isRead = typed?.isSaved === true && version >= typed.base;
  const own = isRead ? null : typed;
  const draft: TextDraft = own ?? usual;
  // For answers that come while somebody types on; null while nobody has.
  const latest = useRef<TextDraft>(null);
  const take = (next: Typed | null) => {
    latest.current = next ?? usual;
    setTyped(next);
    keepDraft(userId, name, next === null || next.isSaved ? undefined : next);
  };
  const showSaved = (text: TemplateText | undefined) =>
    take(
      text === undefined ? null : { ...toDraft(text, history), base: text.version, isSaved: true },
    );
  return {
    saved,
    draft,
    base: own?.base ?? version,
    isChanged: own !== null && own.isSaved !== true && !isSame(own, usual),
    change(part: Partial<TextDraft>) {
      const { subject, source, sample } = draft;
      const next = { subject, source, sample, base: own?.base ?? version, ...part };
      take(isSame(next, usual) && next.base === version ? null : next);
    },
    /** Shows a text that was saved, and forgets what was typed. */
    show: showSaved,
    /** A text was saved; what was typed since it was sent stays, and goes on from there. */
    settle(text: TemplateText, sent: TextDraft) {
      const now = latest.current ?? sent;
      if (isSame(now, sent)) showSaved(text);
      else take({ ...now, base: text.version });
    },
    /** What was typed goes on from the newest version: whoever saves again wants it to stand. */
    rebase: (newest: number) => take({ ...(latest.current ?? draft), base: newest }),
  };
}
