import { History, Send } from 'lucide-react';
import { useState } from 'react';
import { formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { TemplateHistory, TemplateText, TextPlace, TextProblem } from './template-types.ts';
import { VersionsDialog } from './versions-dialog.tsx';

interface EditorFootProps {
  history: TemplateHistory;
  place: TextPlace;
  saved: TemplateText | undefined;
  isChanged: boolean;
  isSaving: boolean;
  problems: readonly TextProblem[];
  /** Shows a saved text in the editor. */
  onShow: (text: TemplateText | undefined) => void;
}

/** Saving, trying and going back; says what is in use and what is not saved. */
export function EditorFoot(props: EditorFootProps) {
  const { history, place, saved, isChanged, isSaving, problems, onShow } = props;
  const [isLooking, setLooking] = useState(false);
  const versions = history.versions.filter(
    ({ locale, channel }) => locale === place.locale && channel === place.channel,
  );
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      <OtherProblems problems={problems} />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" pending={isSaving} disabled={!isChanged}>
          {t('tpl.save')}
        </Button>
        {isChanged && <Button onClick={() => onShow(saved)}>{t('tpl.discard')}</Button>}
        <TestButton
          place={place}
          isReady={!isChanged && (saved !== undefined || history.isBuiltIn)}
        />
        {versions.length > 0 && (
          <Button variant="ghost" onClick={() => setLooking(true)}>
            <History aria-hidden="true" />
            {t('tpl.versions')}
          </Button>
        )}
      </div>
      <p role="status" className="text-sm text-muted">
        {isChanged ? t('tpl.unsaved') : describeSaved(saved)}
      </p>
      {isLooking && (
        <VersionsDialog
          place={place}
          versions={versions}
          onRestored={(text) => {
            onShow(text);
            setLooking(false);
          }}
          onClose={() => setLooking(false)}
        />
      )}
    </div>
  );
}

function describeSaved(saved: TemplateText | undefined): string {
  if (saved === undefined) return t('tpl.notYet');
  const { version, createdAt } = saved;
  return t('tpl.inUse', { version, when: formatRelative(createdAt) });
}

/** What belongs to no field, such as that there is no connection. */
function OtherProblems({ problems }: { problems: readonly TextProblem[] }) {
  const others = problems.filter(({ field }) => field === null);
  if (others.length === 0) return null;
  return (
    <p role="alert" className="rounded bg-danger-soft px-3 py-2.5 text-sm text-danger-ink">
      {others.map(({ message }) => message).join(' ')}
    </p>
  );
}

function TestButton({ place, isReady }: { place: TextPlace; isReady: boolean }) {
  const test = useWrite('notificationTemplates.test', []);
  const { organizationId, key, channel } = place;
  const send = async () => {
    const answer = await test.send({ organizationId, key, channel });
    if (!answer.ok) return showFailureToast(answer.error);
    const by = t(`channel.${channel}`);
    const isInApp = channel === 'inApp';
    showToast({ title: isInApp ? t('tpl.testedInApp') : t('tpl.tested', { channel: by }) });
  };
  return (
    <Button
      disabled={!isReady}
      title={t(isReady ? 'tpl.testLanguage' : 'tpl.testHint')}
      pending={test.isPending}
      onClick={() => void send()}
    >
      <Send aria-hidden="true" />
      {t('tpl.test')}
    </Button>
  );
}
