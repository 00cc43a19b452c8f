import { useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useBoardModel, useMayOnBoard } from '../table-context.ts';
import { createShared, saveOwn, type ViewContent } from './save-views.ts';
import { useViews } from './view-provider.tsx';

export interface NewView extends ViewContent {
  owner: 'own' | 'all';
}

interface ViewDialogProps {
  title: string;
  initial: NewView;
  onClose: () => void;
}

/** The name of a new view, and who sees it. */
export function ViewDialog({ title, initial, onClose }: ViewDialogProps) {
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <ViewForm initial={initial} onClose={onClose} />
    </Dialog>
  );
}

function useCreating({ initial, onClose }: Omit<ViewDialogProps, 'title'>) {
  const { board } = useBoardModel();
  const { open } = useViews();
  const [name, setName] = useState(initial.name);
  const [owner, setOwner] = useState(initial.owner);
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const submit = async () => {
    if (name.trim() === '') return setError(t('form.required'));
    setPending(true);
    const id = crypto.randomUUID();
    const content = { name: name.trim(), kind: initial.kind, settings: initial.settings };
    const problem = await (owner === 'own' ? saveOwn : createShared)(board, id, content);
    setPending(false);
    if (problem !== undefined) return setError(problem);
    open(id);
    onClose();
  };
  return { name, setName, owner, setOwner, error, isPending, submit };
}

function ViewForm(props: Omit<ViewDialogProps, 'title'>) {
  const { name, setName, owner, setOwner, error, isPending, submit } = useCreating(props);
  const mayManage = useMayOnBoard('board:manage');
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (!isPending) void submit();
      }}
    >
      <div className="flex flex-col gap-4">
        <Field label={t('views.name')} error={error}>
          {(control) => (
            <Input
              {...control}
              value={name}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {mayManage && (
          <Segmented
            label={t('views.for')}
            value={owner}
            options={[
              { value: 'own', label: t('views.forMe') },
              { value: 'all', label: t('views.forAll') },
            ]}
            onChange={setOwner}
          />
        )}
      </div>
      <DialogFooter>
        <Button onClick={props.onClose}>{t('ui.cancel')}</Button>
        <Button type="submit" variant="primary" pending={isPending}>
          {t('views.create')}
        </Button>
      </DialogFooter>
    </form>
  );
}
