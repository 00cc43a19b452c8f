import { useParams } from '@tanstack/react-router';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { t } from '../../../i18n/t.tsx';
import { useDocumentTitle } from '../../../lib/use-document-title.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Logo } from '../../../ui/logo.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { TableSkeleton } from '../../../ui/skeleton.tsx';
import type { BoardModel } from '../board-model.ts';
import { type People, PeopleContext } from '../people.tsx';
import { usePublicBoard } from './open-public.ts';
import { PublicCards } from './public-cards.tsx';
import { PublicTable } from './public-table.tsx';

/** A board as whoever has its link sees it: live, read-only, without anybody being signed in. */
export function PublicPage() {
  const { boardId, token } = useParams({ from: '/shared/$boardId/$token' });
  const { board, retry } = usePublicBoard(boardId, token);
  switch (board.kind) {
    case 'opening':
      return (
        <main className="p-4 sm:p-8">
          <TableSkeleton rows={10} />
        </main>
      );
    case 'gone':
      return <PublicGone />;
    case 'failed':
      return (
        <main className="mx-auto w-full max-w-150 p-8">
          <ErrorState title={t('public.failedTitle')} message={board.message} onRetry={retry} />
        </main>
      );
    case 'open':
      return <PublicBoardScreen model={board.model} />;
  }
}

function PublicGone() {
  useDocumentTitle(t('public.goneTitle'));
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-120 flex-col items-center justify-center gap-4 p-8 text-center">
      <Logo />
      <h1 className="text-xl font-semibold tracking-tight text-ink">{t('public.goneTitle')}</h1>
      <p className="text-sm text-muted">{t('public.goneText')}</p>
    </main>
  );
}

/** Names come with the board; who they are besides that is nobody's business here (security S20). */
function readPeople(named: ReturnType<BoardModel['board']['boardPeople']>): People {
  const names = new Map(named.map(({ id, name }) => [id, name]));
  return {
    all: [...names].map(([id, name]) => ({ id, name })),
    nameOf: (id) => names.get(id ?? '') ?? t('board.someone'),
  };
}

type Look = 'table' | 'cards';

function PublicBoardScreen({ model }: { model: BoardModel }) {
  const { board } = model;
  useSyncExternalStore(model.subscribe, model.version);
  const [look, setLook] = useState<Look>('table');
  const named = board.boardPeople();
  const people = useMemo(() => readPeople(named), [named]);
  const { name, description, deletedAt } = board.view().board;
  useDocumentTitle(name);
  if (typeof board.status() === 'object' || deletedAt !== null) return <PublicGone />;
  return (
    <PeopleContext value={people}>
      <main className="flex h-dvh min-w-0 flex-col bg-surface">
        <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-3">
          <Logo className="size-6" />
          <h1 className="min-w-0 truncate text-lg font-semibold tracking-tight text-ink">{name}</h1>
          <Badge>{t('public.readOnly')}</Badge>
          <span className="flex-1" />
          <PublicPill model={model} />
          <Segmented<Look>
            label={t('public.view')}
            value={look}
            onChange={setLook}
            options={[
              { value: 'table', label: t('public.table') },
              { value: 'cards', label: t('public.cards') },
            ]}
          />
          {description !== '' && <p className="w-full text-sm text-muted">{description}</p>}
        </header>
        {look === 'table' ? <PublicTable model={model} /> : <PublicCards model={model} />}
        <footer className="border-t border-line px-4 py-1.5 text-xs text-muted">
          {t('public.madeWith')}
        </footer>
      </main>
    </PeopleContext>
  );
}

function PublicPill({ model: { board } }: { model: BoardModel }) {
  switch (board.status()) {
    case 'live':
      return <Pill tone="live" label={t('public.live')} />;
    case 'offline':
      return <Pill tone="waiting" label={t('public.offline')} />;
    default:
      return <Pill tone="idle" label={t('public.connecting')} />;
  }
}
