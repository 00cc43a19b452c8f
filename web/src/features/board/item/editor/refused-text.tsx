import { TriangleAlert, X } from 'lucide-react';
import { t } from '../../../../i18n/t.tsx';
import { CopyButton } from '../../../../ui/copy-button.tsx';
import { IconButton } from '../../../../ui/icon-button.tsx';

/** A text that the server did not take. */
export interface Refused {
  message: string;
  text: string;
}

/** Why a text was refused, and the way to keep it (web W25). */
export function RefusedText({ refused, onClose }: { refused: Refused; onClose: () => void }) {
  return (
    <div role="alert" className="mb-2 flex items-start gap-2 rounded bg-danger-soft p-3 text-sm">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger-ink" />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-ink">{t('editor.refusedTitle')}</p>
        <p className="mb-2 text-muted">{refused.message}</p>
        <CopyButton value={refused.text} label={t('editor.copyTyped')} withText />
      </div>
      <IconButton icon={X} size="iconSm" label={t('ui.close')} onClick={onClose} />
    </div>
  );
}
