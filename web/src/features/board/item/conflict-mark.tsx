import { GitCompareArrows } from 'lucide-react';
import { useAccount } from '../../../app/use-account.ts';
import { t } from '../../../i18n/t.tsx';
import { usePeople } from '../people.tsx';
import { useBoardModel, useTable } from '../table-context.ts';

/** Two values wait at this field: the one who decides is asked to, the others see who does (web W24). */
export function ConflictMark({ itemId, field }: { itemId: string; field: string }) {
  const { store } = useTable();
  const { board } = useBoardModel();
  const { nameOf } = usePeople();
  const { id: ownId } = useAccount();
  const waiting = [...board.view().conflicts.values()].find(
    (conflict) => conflict.itemId === itemId && conflict.field === field,
  );
  if (!waiting) return null;
  const isOwn = waiting.proposedBy === ownId;
  const label = isOwn
    ? t('board.conflict')
    : t('conflict.other', { name: nameOf(waiting.proposedBy) });
  return (
    <button
      type="button"
      onClick={() => store.setState({ conflictId: waiting.id })}
      className="mt-1.5 ml-1 inline-flex h-6 shrink-0 items-center gap-1 rounded-inner bg-warning-soft px-1.5 text-xs font-medium text-warning-ink hover:bg-pressed"
      title={label}
    >
      <GitCompareArrows aria-hidden="true" className="size-3.5" />
      {t(isOwn ? 'conflict.decide' : 'conflict.deciding')}
    </button>
  );
}
