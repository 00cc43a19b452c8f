import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';
import { showToast } from '../../ui/toast-store.ts';
import { EditorFoot } from './editor-foot.tsx';
import { EditorFields } from './editor-fields.tsx';
import { PreviewPane } from './preview-pane.tsx';
import type { TemplateHistory, TextDraft, TextPlace, TextProblem } from './template-types.ts';
import { listProblems } from './text-problems.ts';
import { usePreview } from './use-preview.ts';
import { templateName } from './template-name.ts';
import { useTextDraft } from './use-text-draft.ts';
import { readSample } from './variables.ts';

interface TextEditorProps {
  history: TemplateHistory;
  place: TextPlace;
}

/** Writes the text of one language and channel beside what it looks like. */
export function TextEditor({ history, place }: TextEditorProps) {
  const text = useTextDraft(history, place);
  const { draft } = text;
  const { preview, isOurs, problems } = usePreview(history, place, draft);
  const { refused, isSaving, save, forget } = useSave(history, place, text);
  const shown = refused.length > 0 ? refused : problems;
  return (
    <div className="grid items-start gap-8 lg:grid-cols-2">
      <form
        noValidate
        aria-label={templateName(history)}
        className="flex min-w-0 flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <EditorFields
          history={history}
          channel={place.channel}
          draft={draft}
          problems={shown}
          onChange={(part) => {
            forget();
            text.change(part);
          }}
        />
        <EditorFoot
          history={history}
          place={place}
          saved={text.saved}
          isChanged={text.isChanged}
          isSaving={isSaving}
          problems={shown}
          onShow={text.show}
        />
      </form>
      <PreviewPane
        channel={place.channel}
        preview={preview}
        isOurs={isOurs}
        isOld={problems.length > 0}
      />
    </div>
  );
}

/** Saves what is written; a refusal keeps it, and says where. */
function useSave(
  history: TemplateHistory,
  place: TextPlace,
  text: ReturnType<typeof useTextDraft>,
) {
  const [refused, setRefused] = useState<readonly TextProblem[]>([]);
  const [isSaving, setSaving] = useState(false);
  const { subject, source, sample: typed } = text.draft;
  const save = async () => {
    const sample = readSample(typed);
    if (!sample.ok || isSaving) return;
    const missing = listMissing(place, text.draft);
    if (missing.length > 0) return setRefused(missing);
    setSaving(true);
    const values = history.isBuiltIn ? {} : sample.values;
    const answer = await call('notificationTemplates.save', {
      ...place,
      subject,
      source,
      sample: values as TemplateHistory['sample'],
      baseVersion: text.base,
    });
    setSaving(false);
    if (!answer.ok) {
      setRefused(listProblems(answer.error));
      if (answer.error.details?.reason === 'template_changed') await rebase(place, text);
      return;
    }
    text.settle(answer.data, text.draft);
    setRefused([]);
    showToast({ title: t('tpl.saved', { version: answer.data.version }) });
    await refreshReads('notificationTemplates.list', 'notificationTemplates.get');
  };
  return { refused, isSaving, save, forget: () => setRefused([]) };
}

/** Shows what somebody else saved among the versions; whoever saves again has seen it. */
async function rebase(place: TextPlace, text: ReturnType<typeof useTextDraft>): Promise<void> {
  const { organizationId, key, locale, channel } = place;
  const answer = await call('notificationTemplates.get', { organizationId, key });
  await refreshReads('notificationTemplates.get');
  if (!answer.ok) return;
  const newest = answer.data.texts.find(
    (each) => each.locale === locale && each.channel === channel,
  );
  text.rebase(newest?.version ?? 0);
}

/** What the channel cannot do without. */
function listMissing({ channel }: TextPlace, draft: TextDraft): TextProblem[] {
  const needed = channel === 'sms' ? (['source'] as const) : (['subject', 'source'] as const);
  return needed
    .filter((field) => draft[field].trim() === '')
    .map((field) => ({ field, message: t('form.required'), at: null }));
}
