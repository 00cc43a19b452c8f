import { useNavigate } from '@tanstack/react-router';
import { GraduationCap } from 'lucide-react';
import { useState } from 'react';
import { refreshBoardLists, type ListedBoard } from '../../app/board-lists.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { useRead } from '../../lib/query.ts';
import { showFailureToast } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast-store.ts';

/** The sample boards that one has, each gone with one press (web W48). */
export function SampleNotice({ organizationId }: { organizationId: string }) {
  const { data: samples = [] } = useRead('templates.listSamples', { organizationId });
  return samples
    .filter(({ permissions }) => permissions.includes('board:administer'))
    .map((board) => <Notice key={board.id} board={board} />);
}

async function bringBack(boardId: string): Promise<void> {
  const outcome = await call('boards.restore', { boardId });
  if (!outcome.ok) return showFailureToast(outcome.error);
  await refreshBoardLists();
}

function Notice({ board: { id: boardId, name } }: { board: ListedBoard }) {
  const navigate = useNavigate();
  const [isPending, setPending] = useState(false);
  const remove = async () => {
    setPending(true);
    const outcome = await call('boards.delete', { boardId });
    setPending(false);
    if (!outcome.ok) return showFailureToast(outcome.error);
    showToast({
      title: t('home.sampleRemoved'),
      action: { label: t('boards.undo'), run: () => void bringBack(boardId) },
    });
    await refreshBoardLists();
  };
  return (
    <section
      aria-label={name}
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded bg-accent-soft px-4 py-3"
    >
      <GraduationCap aria-hidden="true" className="size-5 shrink-0 text-accent-ink" />
      <div className="min-w-48 flex-1">
        <p className="text-base font-medium text-ink">{name}</p>
        <p className="text-sm text-muted">{t('home.sampleText')}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void navigate({ to: '/boards/$boardId', params: { boardId } })}>
          {t('boards.open')}
        </Button>
        <Button pending={isPending} onClick={() => void remove()}>
          {t('home.sampleRemove')}
        </Button>
      </div>
    </section>
  );
}
