import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useWrite } from '../../lib/write.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { CacheClass } from './cache-figures.ts';
import { nameOf } from './cache-words.ts';

interface VoidClassDialogProps {
  cacheClass: CacheClass;
  onClose: () => void;
}

/** Asks before a class is loaded anew: it costs the database work, on every node. */
export function VoidClassDialog({ cacheClass, onClose }: VoidClassDialogProps) {
  const { send, isPending } = useWrite('cache.voidClass', ['cache.classes']);
  const [error, setError] = useState<string>();
  const name = nameOf(cacheClass);
  const confirm = async () => {
    const outcome = await send({ cacheClass: cacheClass.name });
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    onClose();
    showToast({ title: t('cache.voided', { name }) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('cache.voidTitle', { name })}
      description={t('cache.voidText')}
      action={t('cache.void')}
      tone="primary"
      error={error}
      pending={isPending}
      onConfirm={() => void confirm()}
    />
  );
}
