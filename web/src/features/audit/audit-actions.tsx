import { Download, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { saveFile } from '../../lib/save-file.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { type AuditFilter, toAuditInput } from './audit-filter.ts';
import { readExport } from './read-export.ts';

/** Checking the chain and taking the log away. */
export function AuditActions({ filter }: { filter: AuditFilter }) {
  return (
    <>
      <VerifyButton />
      <ExportMenu filter={filter} />
    </>
  );
}

function VerifyButton() {
  const { id: organizationId } = useOrganization();
  const verify = useWrite('audit.verify', []);
  const check = async () => {
    const outcome = await verify.send({ organizationId });
    if (!outcome.ok) return showFailureToast(outcome.error);
    const { intact, entries, firstBrokenSequence } = outcome.data;
    if (intact) showToast({ title: t('audit.intact', { count: entries }) });
    else
      showToast({
        tone: 'danger',
        title: t('audit.broken', { sequence: firstBrokenSequence ?? 0 }),
      });
  };
  return (
    <Button pending={verify.isPending} onClick={() => void check()}>
      <ShieldCheck aria-hidden="true" />
      {t('audit.verify')}
    </Button>
  );
}

function ExportMenu({ filter }: { filter: AuditFilter }) {
  const { id: organizationId } = useOrganization();
  const [isPending, setPending] = useState(false);
  const save = async (format: 'csv' | 'json') => {
    setPending(true);
    const input = toAuditInput(organizationId, filter);
    const outcome = await readExport(format, (after) =>
      call('audit.export', { ...input, format, after }),
    );
    setPending(false);
    if (!outcome.ok) return showFailureToast(outcome.error);
    saveFile(outcome.data);
    showToast({ title: t('audit.exported', { file: outcome.data.fileName }) });
  };
  const trigger = (
    <Button pending={isPending}>
      <Download aria-hidden="true" />
      {t('audit.export')}
    </Button>
  );
  return (
    <Menu trigger={trigger}>
      <MenuItem onSelect={() => void save('csv')}>{t('audit.exportCsv')}</MenuItem>
      <MenuItem onSelect={() => void save('json')}>{t('audit.exportJson')}</MenuItem>
    </Menu>
  );
}
