import type { FieldConflict } from '@boardwire/contract/board-model';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { useState } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Textarea } from '../../ui/input.tsx';
import { CellValue } from './cell-value.tsx';
import { TITLE } from './column-facts.ts';
import { send } from './edits.ts';
import { usePeople } from './people.tsx';
import { useBoardModel, useItem, useMayOnBoard, useTable, useTableState } from './table-context.ts';

/** Two people gave one field different values: both are shown, and one decides (web W24). */
export function ConflictDialog() {
  const { store } = useTable();
  const { board } = useBoardModel();
  const conflictId = useTableState((state) => state.conflictId);
  const conflict = board.view().conflicts.get(conflictId ?? '');
  if (!conflict) return null;
  const close = () => store.setState({ conflictId: null });
  return (
    <Dialog
      open
      width="md"
      onOpenChange={close}
      title={t('conflict.title')}
      description={t('conflict.text', { when: formatRelative(conflict.closesAt) })}
    >
      <Choice conflict={conflict} onDone={close} />
    </Dialog>
  );
}

function Choice({ conflict, onDone }: { conflict: FieldConflict; onDone: () => void }) {
  const { board } = useBoardModel();
  const { nameOf } = usePeople();
  const { id: ownId } = useAccount();
  const mayAdminister = useMayOnBoard('board:administer');
  const item = useItem(conflict.itemId);
  const isOwn = conflict.proposedBy === ownId;
  const mayDecide = isOwn || mayAdminister;
  const decide = (value: FieldInput) => {
    const version = item?.versions[conflict.field] ?? 0;
    send(board, {
      op: 'items.resolveConflict',
      input: { conflictId: conflict.id, value, version },
    });
    onDone();
  };
  const { proposed, standing } = conflict;
  const column = board.view().columns.get(conflict.field);
  const isText = conflict.field === TITLE || column?.type === 'text';
  const by = (id: string | null) => (id === ownId ? t('conflict.yours') : nameOf(id));
  return (
    <div className="flex flex-col gap-4">
      <OneValue
        heading={t('conflict.proposedBy', { name: by(conflict.proposedBy) })}
        field={conflict.field}
        value={proposed}
      />
      <OneValue
        heading={t('conflict.standingBy', { name: by(conflict.standingBy) })}
        field={conflict.field}
        value={standing}
      />
      {mayDecide ? (
        <Decision
          isOwn={isOwn}
          isText={isText}
          proposed={proposed}
          standing={standing}
          onDecide={decide}
          onLater={onDone}
        />
      ) : (
        <p className="text-sm text-muted">
          {t('conflict.other', { name: nameOf(conflict.proposedBy) })}
        </p>
      )}
    </div>
  );
}

interface OneValueProps {
  heading: string;
  field: string;
  value: FieldInput;
}

function OneValue({ heading, field, value }: OneValueProps) {
  const { board } = useBoardModel();
  const column = field === TITLE ? undefined : board.view().columns.get(field);
  return (
    <section className="rounded border border-line p-3">
      <h3 className="mb-1 text-xs font-medium text-muted">{heading}</h3>
      <div className="min-h-6 text-base break-words whitespace-pre-wrap text-ink">
        {typeof value === 'string' && !hasLook(column?.type) ? (
          value
        ) : value === null ? (
          <span className="text-muted">{t('conflict.empty')}</span>
        ) : (
          <CellValue value={value} column={column} />
        )}
      </div>
    </section>
  );
}

/** Whether a text stands for something else, such as an option. */
function hasLook(type: string | undefined): boolean {
  return type === 'status' || type === 'person' || type === 'date' || type === 'email';
}

interface DecisionProps {
  isOwn: boolean;
  isText: boolean;
  proposed: FieldInput;
  standing: FieldInput;
  onDecide: (value: FieldInput) => void;
  onLater: () => void;
}

function Decision({ isOwn, isText, proposed, standing, onDecide, onLater }: DecisionProps) {
  const [merged, setMerged] = useState<string>();
  const canMerge = isText && typeof proposed === 'string' && typeof standing === 'string';
  if (merged !== undefined) {
    return (
      <>
        <Field label={t('conflict.merged')}>
          {(control) => (
            <Textarea
              {...control}
              value={merged}
              onChange={(event) => setMerged(event.target.value)}
            />
          )}
        </Field>
        <DialogFooter>
          <Button onClick={() => setMerged(undefined)}>{t('ui.cancel')}</Button>
          <Button variant="primary" onClick={() => onDecide(merged.trim())}>
            {t('conflict.useMerged')}
          </Button>
        </DialogFooter>
      </>
    );
  }
  return (
    <DialogFooter>
      <Button variant="ghost" onClick={onLater}>
        {t('conflict.later')}
      </Button>
      {canMerge && (
        <Button onClick={() => setMerged(`${standing}\n${proposed}`)}>{t('conflict.merge')}</Button>
      )}
      <Button onClick={() => onDecide(standing)}>
        {t(isOwn ? 'conflict.theirs' : 'conflict.standing')}
      </Button>
      <Button variant="primary" onClick={() => onDecide(proposed)}>
        {t(isOwn ? 'conflict.mine' : 'conflict.proposed')}
      </Button>
    </DialogFooter>
  );
}
