import type { FieldConflict, Item } from '@boardwire/contract/board-model';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { useState } from 'react';
import { useAccount } from '../../../app/use-account.ts';
import { formatDateTime } from '../../../i18n/format.ts';
import { t } from '../../../i18n/t.tsx';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../../ui/dialog.tsx';
import { TITLE } from '../column-facts.ts';
import { send } from '../edits.ts';
import { usePeople } from '../people.tsx';
import {
  useBoardModel,
  useItem,
  useMayOnBoard,
  useTable,
  useTableState,
} from '../table-context.ts';
import { readText } from '../values.ts';
import { HistoryValue } from './history-value.tsx';
import { MergeForm } from './merge-form.tsx';
import { mergeValues } from './merge-values.ts';

/** Two people gave one field different values: both are shown, and one decides (web W24). */
export function ConflictDialog() {
  const { store } = useTable();
  const { board, item } = useBoardModel();
  const conflictId = useTableState((state) => state.conflictId);
  const conflict = board.view().conflicts.get(conflictId ?? '');
  if (!conflict) return null;
  const close = () => store.setState({ conflictId: null });
  const { field, itemId, closesAt } = conflict;
  const column = field === TITLE ? undefined : board.view().columns.get(field);
  const title = readText(item(itemId)?.values[TITLE]);
  return (
    <Dialog
      open
      width="md"
      onOpenChange={close}
      title={t('conflict.titleOf', { field: column?.name ?? t('item.title') })}
      description={t('conflict.textOf', { title, when: formatDateTime(closesAt) })}
    >
      <Choice conflict={conflict} onDone={close} />
    </Dialog>
  );
}

interface ChoiceProps {
  conflict: FieldConflict;
  onDone: () => void;
}

function Choice({ conflict, onDone }: ChoiceProps) {
  const { board } = useBoardModel();
  const { nameOf } = usePeople();
  const { id: ownId } = useAccount();
  const mayAdminister = useMayOnBoard('board:administer');
  useItem(conflict.itemId);
  // One's own value may still lie over the one that is to be decided about.
  const item = board.confirmedItem(conflict.itemId);
  const { field, proposed, proposedBy } = conflict;
  const { standing, standingBy } = readStanding(conflict, item);
  const isOwn = proposedBy === ownId;
  const decide = (value: FieldInput) => {
    const version = item?.versions[field] ?? 0;
    const input = { conflictId: conflict.id, value, version };
    send(board, { op: 'items.resolveConflict', input });
    onDone();
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <OneValue field={field} value={proposed} by={proposedBy} />
        <OneValue field={field} value={standing} by={standingBy} isStanding />
      </div>
      {isOwn || mayAdminister ? (
        <Decision
          conflict={{ ...conflict, standing }}
          isOwn={isOwn}
          onDecide={decide}
          onLater={onDone}
        />
      ) : (
        <p className="text-sm text-muted">{t('conflict.other', { name: nameOf(proposedBy) })}</p>
      )}
    </div>
  );
}

/** A third person may have written since: what stands now is to be decided about, not what stood then. */
function readStanding(
  { field, standing, standingBy }: FieldConflict,
  item: Item | undefined,
): Pick<FieldConflict, 'standing' | 'standingBy'> {
  const now = item?.values[field] ?? null;
  if (item === undefined || JSON.stringify(now) === JSON.stringify(standing ?? null))
    return { standing, standingBy };
  // Who wrote it is not known: the item's last editor may have changed another field.
  return { standing: now, standingBy: null };
}

interface OneValueProps {
  field: string;
  value: FieldInput;
  by: string | null;
  isStanding?: boolean;
}

function OneValue({ field, value, by, isStanding = false }: OneValueProps) {
  const { nameOf } = usePeople();
  const { id: ownId } = useAccount();
  const name = by === ownId ? t('conflict.yours') : nameOf(by);
  return (
    <section className="flex min-w-0 flex-col gap-2 rounded border border-line p-3">
      <h3 className="flex items-center gap-2 text-xs text-muted">
        <Avatar size="sm" name={nameOf(by)} seed={by ?? name} />
        <span className="truncate">
          {isStanding ? t('conflict.standingBy', { name }) : t('conflict.proposedBy', { name })}
        </span>
      </h3>
      <div className="min-h-6 min-w-0 text-base break-words text-ink">
        <HistoryValue field={field} value={value} />
      </div>
    </section>
  );
}

interface DecisionProps {
  conflict: FieldConflict;
  isOwn: boolean;
  onDecide: (value: FieldInput) => void;
  onLater: () => void;
}

function Decision({ conflict, isOwn, onDecide, onLater }: DecisionProps) {
  const { board } = useBoardModel();
  const [isMerging, setMerging] = useState(false);
  const { field, proposed, standing } = conflict;
  const column = field === TITLE ? undefined : board.view().columns.get(field);
  const merged = mergeValues(column, { proposed, standing });
  if (isMerging && merged?.kind === 'text') {
    return (
      <MergeForm
        initial={merged.text}
        texts={{ standing: readText(standing), proposed: readText(proposed) }}
        onCancel={() => setMerging(false)}
        onSubmit={onDecide}
      />
    );
  }
  return (
    <DialogFooter>
      <Button variant="ghost" onClick={onLater}>
        {t('conflict.later')}
      </Button>
      {merged?.kind === 'text' && (
        <Button onClick={() => setMerging(true)}>{t('conflict.merge')}</Button>
      )}
      {merged?.kind === 'set' && (
        <Button onClick={() => onDecide(merged.ids)}>{t('conflict.both')}</Button>
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
