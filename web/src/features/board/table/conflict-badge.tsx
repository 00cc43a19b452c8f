import { GitCompareArrows } from 'lucide-react';
import { useAccount } from '../../../app/use-account.ts';
import { t } from '../../../i18n/t.tsx';
import { usePeople } from '../people.tsx';
import { useTable } from '../table-context.ts';

/** Two values wait in a cell: the one who decides is asked to, the others see that somebody does (web W24). */
export function ConflictBadge({ conflictId }: { conflictId: string }) {
  const { store, model } = useTable();
  const { id: ownId } = useAccount();
  const { nameOf } = usePeople();
  const proposedBy = model.board.view().conflicts.get(conflictId)?.proposedBy;
  const isOwn = proposedBy === ownId;
  const label = isOwn ? t('board.conflict') : t('conflict.other', { name: nameOf(proposedBy) });
  return (
    <button
      type="button"
      tabIndex={-1}
      title={label}
      onClick={() => store.setState({ conflictId })}
      className="relative inline-flex h-6 min-w-6 max-w-3/5 shrink-0 items-center gap-1 rounded-inner bg-warning-soft px-1 text-xs font-medium text-warning-ink hover:bg-hover"
    >
      <GitCompareArrows aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="truncate">{t(isOwn ? 'conflict.decide' : 'conflict.deciding')}</span>
    </button>
  );
}
