import { t } from '../../i18n/t.tsx';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import type { ImportInfo } from './import.ts';

/** Gives an import up; nothing of it stays. */
export function CancelButton({ info: { id: importId } }: { info: ImportInfo }) {
  const cancel = useWrite('imports.cancel', ['imports.get', 'imports.list']);
  const onCancel = async () => {
    const outcome = await cancel.send({ importId });
    if (!outcome.ok) showFailureToast(outcome.error);
  };
  return (
    <Button pending={cancel.isPending} onClick={() => void onCancel()}>
      {t('imports.cancel')}
    </Button>
  );
}
