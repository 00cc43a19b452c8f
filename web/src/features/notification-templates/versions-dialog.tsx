import { useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useWrite } from '../../lib/write.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { TemplateText, TextPlace } from './template-types.ts';

interface VersionsDialogProps {
  place: TextPlace;
  /** Of this language and channel, the newest first. */
  versions: readonly TemplateText[];
  onRestored: (text: TemplateText) => void;
  onClose: () => void;
}

/** Every text that was saved for a language and channel; an earlier one can be made the newest. */
export function VersionsDialog({ place, versions, onRestored, onClose }: VersionsDialogProps) {
  const [error, setError] = useState<string>();
  const { organizationId, key } = place;
  const write = useWrite('notificationTemplates.restore', [
    'notificationTemplates.list',
    'notificationTemplates.get',
  ]);
  const restore = async (version: number) => {
    const answer = await write.send({ organizationId, key, version });
    if (!answer.ok) return setError(describeFailure(answer.error));
    showToast({ title: t('tpl.restored', { version }) });
    onRestored(answer.data);
  };
  return (
    <Dialog
      open
      isToRead
      width="lg"
      onOpenChange={onClose}
      title={t('tpl.versionsTitle')}
      description={t('tpl.versionsText')}
    >
      {error !== undefined && (
        <p role="alert" className="mb-3 text-sm text-danger-ink">
          {error}
        </p>
      )}
      <ol className="rounded border border-line">
        {versions.map((text, index) => (
          <VersionRow
            key={text.version}
            text={text}
            isCurrent={index === 0}
            isPending={write.isPending}
            onRestore={() => void restore(text.version)}
          />
        ))}
      </ol>
    </Dialog>
  );
}

interface VersionRowProps {
  text: TemplateText;
  isCurrent: boolean;
  isPending: boolean;
  onRestore: () => void;
}

function VersionRow({ text, isCurrent, isPending, onRestore }: VersionRowProps) {
  const { version, subject, source, createdAt } = text;
  return (
    <li className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-sm font-medium text-ink">{t('tpl.version', { version })}</span>
        <time dateTime={createdAt} className="flex-1 text-sm text-muted">
          {formatDateTime(createdAt)}
        </time>
        {isCurrent ? (
          <Badge tone="success">{t('tpl.current')}</Badge>
        ) : (
          <Button
            size="sm"
            disabled={isPending}
            aria-label={t('tpl.restoreOf', { version })}
            onClick={onRestore}
          >
            {t('tpl.restore')}
          </Button>
        )}
      </div>
      {subject !== '' && (
        <p translate="no" className="text-sm break-words text-ink">
          {subject}
        </p>
      )}
      <p translate="no" className="line-clamp-4 text-sm break-words whitespace-pre-line text-muted">
        {source}
      </p>
    </li>
  );
}
