import type { ReactNode } from 'react';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { DialogFooter } from '../../ui/dialog.tsx';

interface LinkResultProps {
  title: string;
  text: ReactNode;
  link: string;
  onAnother?: () => void;
  onClose: () => void;
}

/** An invitation's link, shown this once. */
export function LinkResult({ title, text, link, onAnother, onClose }: LinkResultProps) {
  return (
    <div className="flex flex-col gap-3">
      <div role="status">
        <h3 className="text-base font-semibold text-ink">{title}</h3>
        <p className="text-base text-muted">{text}</p>
      </div>
      <CopyField value={link} label={t('invitations.copyLink')} />
      <DialogFooter>
        {onAnother && <Button onClick={onAnother}>{t('invitations.another')}</Button>}
        <Button variant="primary" onClick={onClose}>
          {t('ui.done')}
        </Button>
      </DialogFooter>
    </div>
  );
}
