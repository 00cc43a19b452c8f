import { useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Dialog, DialogFooter } from '../../../ui/dialog.tsx';
import type { PastePlan } from './paste-plan.ts';
import { BULK_MAX_ITEMS } from './write-cells.ts';

/** Misfits that are listed; beyond them a number says enough. */
const LISTED = 50;

interface PasteDialogProps {
  plan: PastePlan;
  onClose: () => void;
  /** `withNew`: lines below the last row become items. */
  onPaste: (withNew: boolean) => void;
}

/** Says what a paste would do before it does it: what does not fit, and what would be new (web W5). */
export function PasteDialog({ plan, onClose, onPaste }: PasteDialogProps) {
  const { writes, misfits, added, leftOut, linesCut } = plan;
  const [withNew, setWithNew] = useState(added.length > 0);
  const count = writes.length + (withNew ? added.length : 0);
  return (
    <Dialog
      open
      width="lg"
      onOpenChange={onClose}
      title={t('table.pasteTitle')}
      description={t('table.pasteText', { count: writes.length })}
    >
      <div className="flex flex-col gap-4">
        {added.length > 0 && (
          <Checkbox
            label={t('table.pasteNew', { count: added.length })}
            checked={withNew}
            onChange={(event) => setWithNew(event.target.checked)}
          />
        )}
        {linesCut > 0 && (
          <p role="alert" className="text-sm text-danger-ink">
            {t('table.pasteCut', { count: linesCut, most: BULK_MAX_ITEMS })}
          </p>
        )}
        {leftOut > 0 && (
          <p className="text-sm text-muted">{t('table.pasteLeftOut', { count: leftOut })}</p>
        )}
        {misfits.length > 0 && <Misfits misfits={misfits} />}
      </div>
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button variant="primary" disabled={count === 0} onClick={() => onPaste(withNew)}>
          {t('table.paste')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function Misfits({ misfits }: Pick<PastePlan, 'misfits'>) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-sm font-medium text-ink">
        {t('table.misfits', { count: misfits.length })}
      </h3>
      <div
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys scroll it
        tabIndex={0}
        role="group"
        aria-label={t('table.misfitList')}
        className="max-h-64 overflow-auto rounded border border-line"
      >
        <table className="w-full text-left text-sm text-ink">
          <thead className="sticky top-0 bg-sunken text-xs text-muted">
            <tr>
              <th className="px-3 py-2 font-medium">{t('table.misfitLine')}</th>
              <th className="px-3 py-2 font-medium">{t('board.column')}</th>
              <th className="px-3 py-2 font-medium">{t('table.misfitReason')}</th>
            </tr>
          </thead>
          <tbody>
            {misfits.slice(0, LISTED).map(({ line, column, message }, index) => (
              <tr key={index} className="border-t border-line">
                <td className="px-3 py-2 tabular-nums">{line}</td>
                <td className="px-3 py-2">{column}</td>
                <td className="px-3 py-2 break-words">{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {misfits.length > LISTED && (
        <p className="text-sm text-muted">
          {t('table.moreMisfits', { count: misfits.length - LISTED })}
        </p>
      )}
    </section>
  );
}
