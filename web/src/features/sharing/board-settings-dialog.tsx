import type { Output } from '@boardwire/sdk/operations';
import { TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';

type Board = Pick<Output<'boards.get'>, 'id' | 'name' | 'description' | 'prefix'>;
type Values = Omit<Board, 'id'>;

/** What a board is called, what it is for, and how the keys of its items begin. */
export function BoardSettingsDialog({ board, onClose }: { board: Board; onClose: () => void }) {
  const { id: boardId, name, description, prefix } = board;
  const before: Values = { name, description, prefix };
  const form = useServerForm<Values, Output<'boards.update'>>({
    defaultValues: before,
    send: (values) => call('boards.update', { boardId, ...values }),
    async onDone(saved) {
      // As the server has it: what was typed may have had blanks around it.
      showToast({
        title: t('ui.saved'),
        action: { label: t('boards.undo'), run: () => void takeBack(boardId, { before, saved }) },
      });
      onClose();
      await refreshReads('boards.list', 'boards.get');
    },
  });
  return (
    <Dialog open width="md" onOpenChange={onClose} title={t('boardSettings.title')}>
      <Form form={form} label={t('boardSettings.title')}>
        <FormError />
        <TextField name="name" label={t('boards.name')} autoComplete="off" />
        <TextField
          optional
          name="description"
          label={t('boardSettings.description')}
          hint={t('boardSettings.descriptionHint')}
          autoComplete="off"
        />
        <TextField
          name="prefix"
          label={t('boardSettings.prefix')}
          hint={t('boardSettings.prefixHint')}
          autoComplete="off"
        />
        <DialogFooter>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <SubmitButton onlyWhenChanged>{t('ui.save')}</SubmitButton>
        </DialogFooter>
      </Form>
    </Dialog>
  );
}

/** Gives each field back what it had, but where somebody has written something else since (web W6). */
async function takeBack(
  boardId: string,
  { before, saved }: { before: Values; saved: Values },
): Promise<void> {
  const standing = await call('boards.get', { boardId });
  if (!standing.ok) return showFailureToast(standing.error);
  const fields = ['name', 'description', 'prefix'] as const;
  const own = fields.filter((field) => saved[field] !== before[field]);
  const free = own.filter((field) => standing.data[field] === saved[field]);
  if (free.length > 0) {
    const values = Object.fromEntries(free.map((field) => [field, before[field]]));
    const outcome = await call('boards.update', { boardId, ...values });
    if (!outcome.ok) return showFailureToast(outcome.error);
    await refreshReads('boards.list', 'boards.get');
  }
  if (free.length < own.length)
    showToast({ title: t('board.undoMoved', { count: own.length - free.length }) });
}
