import { Download } from 'lucide-react';
import { useState } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { t } from '../../i18n/t.tsx';
import { saveFile } from '../../lib/save-file.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';

interface RecoveryCodesProps {
  codes: readonly string[];
  onClose: () => void;
}

/** Shown this once; the dialog closes only after the person says that the codes are safe. */
export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps) {
  const [isSaved, setSaved] = useState(false);
  return (
    <Dialog
      open
      required
      onOpenChange={onClose}
      title={t('twoStep.recoveryTitle')}
      description={t('twoStep.recoveryText')}
    >
      <ul className="grid gap-x-4 sm:grid-cols-2 gap-y-1.5 rounded border border-line bg-sunken p-4 font-mono text-sm whitespace-nowrap text-ink select-all">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <SaveButtons codes={codes} />
      <Checkbox
        className="mt-5"
        label={t('twoStep.recoverySaved')}
        checked={isSaved}
        onChange={(event) => setSaved(event.target.checked)}
      />
      <DialogFooter>
        <Button variant="primary" disabled={!isSaved} onClick={onClose}>
          {t('ui.done')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function SaveButtons({ codes }: { codes: readonly string[] }) {
  const { email } = useAccount();
  const download = () => {
    const text = [t('twoStep.fileHead', { email }), '', ...codes, ''].join('\n');
    saveFile({ fileName: t('twoStep.fileName'), contentType: 'text/plain', text });
  };
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <CopyButton withText value={codes.join('\n')} label={t('twoStep.copyCodes')} />
      <Button onClick={download}>
        <Download aria-hidden="true" />
        {t('twoStep.downloadCodes')}
      </Button>
    </div>
  );
}
