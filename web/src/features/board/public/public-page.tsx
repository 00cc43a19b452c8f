import { useParams } from '@tanstack/react-router';
import type { Client } from '@boardwire/sdk/client';
import { useMemo, useSyncExternalStore } from 'react';
import { t } from '../../../i18n/t.tsx';
import { useDocumentTitle } from '../../../lib/use-document-title.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Logo } from '../../../ui/logo.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { Select } from '../../../ui/select.tsx';
import { TableSkeleton } from '../../../ui/skeleton.tsx';
import type { BoardModel } from '../board-model.ts';
import { type People, PeopleContext } from '../people.tsx';
import { usePublicBoard } from './open-public.ts';
import type { SavedView } from '../views/saved-views.ts';
import { PublicCards } from './public-cards.tsx';
import { PublicItem } from './public-item.tsx';
import { PublicTable } from './public-table.tsx';
import { useLook, useOpenItemId, usePublicRows, usePublicView } from './public-view.ts';

/** Views that a switch has place for, also on a phone: those of every board. */
const SWITCH_VIEWS = 2;

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
      return <PublicBoardScreen model={board.model} client={board.client} />;
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

function PublicBoardScreen({ model, client }: { model: BoardModel; client: Client }) {
  const { board } = model;
  useSyncExternalStore(model.subscribe, model.version);
  const named = board.boardPeople();
  const people = useMemo(() => readPeople(named), [named]);
  const { name, deletedAt } = board.view().board;
  useDocumentTitle(name);
  if (typeof board.status() === 'object' || deletedAt !== null) return <PublicGone />;
  return (
    <PeopleContext value={people}>
      <PublicBoardFrame model={model} client={client} nameOf={people.nameOf} />
    </PeopleContext>
  );
}

interface FrameProps {
  model: BoardModel;
  client: Client;
  nameOf: People['nameOf'];
}

function PublicBoardFrame({ model, client, nameOf }: FrameProps) {
  const { name, description } = model.board.view().board;
  const { views, view } = usePublicView(model);
  const { shown, columns } = usePublicRows(model, view, nameOf);
  const look = useLook();
  const itemId = useOpenItemId();
  const item = itemId === undefined ? undefined : model.item(itemId);
  const onOpen = (id: string | undefined) => look({ item: id });
  const parts = { model, shown, columns, onOpen };
  return (
    <main className="flex h-dvh min-w-0 flex-col bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-3">
        <Logo className="size-6" />
        <h1 className="min-w-0 truncate text-lg font-semibold tracking-tight text-ink">{name}</h1>
        <Badge>{t('public.readOnly')}</Badge>
        <span className="flex-1" />
        <PublicPill model={model} />
        <ViewChoice views={views} view={view} onChoose={(id) => look({ view: id })} />
        {description !== '' && <p className="w-full text-sm text-muted">{description}</p>}
      </header>
      {view.kind === 'table' ? <PublicTable {...parts} /> : <PublicCards {...parts} />}
      <footer className="border-t border-line px-4 py-1.5 text-xs text-muted">
        {t('public.madeWith')}
      </footer>
      {item && (
        <PublicItem key={item.id} model={model} client={client} first={item} onOpen={onOpen} />
      )}
    </main>
  );
}

interface ViewChoiceProps {
  views: readonly SavedView[];
  view: SavedView;
  onChoose: (viewId: string) => void;
}

/** The views of every board as a switch; with more of them a list. */
function ViewChoice({ views, view, onChoose }: ViewChoiceProps) {
  const options = views.map(({ id, name, owner }) => ({
    value: id,
    label: owner === 'app' && id === 'kanban' ? t('public.cards') : name,
  }));
  if (options.length <= SWITCH_VIEWS) {
    return (
      <Segmented label={t('public.view')} value={view.id} onChange={onChoose} options={options} />
    );
  }
  return (
    <Select
      inline
      aria-label={t('public.view')}
      value={view.id}
      onChange={({ target }) => onChoose(target.value)}
    >
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </Select>
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
