import {
  Archive,
  Columns3,
  EyeOff,
  RotateCcw,
  Rows3,
  SearchX,
  SquareCheck,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { formatRelative } from '../../../i18n/format.ts';
import { t } from '../../../i18n/t.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Cell, Row, Table, wideOnly } from '../../../ui/table.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { send } from '../edits.ts';
import { useBoardModel, useMayOnBoard } from '../table-context.ts';
import { PurgeDialog } from './purge-dialog.tsx';
import type { Aside, AsideState } from './put-aside.ts';
import { daysLeft } from './time-left.ts';
import { useWriters } from './use-writers.ts';

/** Rows at first, and with each press for more. */
const PAGE_ROWS = 100;
const ICONS = { item: SquareCheck, group: Rows3, column: Columns3 } as const;

interface AsideTableProps {
  why: AsideState;
  found: readonly Aside[];
  /** There is something, and the search hides it. */
  isSearched: boolean;
  onClear: () => void;
}

/** What is out of sight, with who, when, and how long it stays. */
export function AsideTable({ why, found, isSearched, onClear }: AsideTableProps) {
  const { board } = useBoardModel();
  const [shown, setShown] = useState(PAGE_ROWS);
  const [doomed, setDoomed] = useState<Aside | null>(null);
  const writerOf = useWriters(board.id);
  if (found.length === 0 && isSearched) return <NothingFound onClear={onClear} />;
  if (found.length === 0) return <NothingAside why={why} />;
  const more = found.length - shown;
  return (
    <>
      <Table
        label={t('trash.title')}
        head={[
          { label: t('trash.name') },
          { label: t('trash.when'), className: wideOnly },
          ...(why === 'deleted' ? [{ label: t('trash.left'), className: wideOnly }] : []),
          null,
        ]}
      >
        {found.slice(0, shown).map((aside) => (
          <AsideRow
            key={aside.id}
            aside={aside}
            why={why}
            writer={writerOf(aside)}
            onPurge={() => setDoomed(aside)}
          />
        ))}
      </Table>
      {more > 0 && (
        <Button className="self-center" onClick={() => setShown(shown + PAGE_ROWS)}>
          {t('trash.more', { count: Math.min(more, PAGE_ROWS) })}
        </Button>
      )}
      {doomed && <PurgeDialog aside={doomed} onClose={() => setDoomed(null)} />}
    </>
  );
}

interface AsideRowProps {
  aside: Aside;
  why: AsideState;
  writer: string | undefined;
  onPurge: () => void;
}

function AsideRow({ aside, why, writer, onPurge }: AsideRowProps) {
  const { kind, key, at } = aside;
  const Icon = ICONS[kind];
  const when = describeWhen(at, writer);
  return (
    <Row>
      <Cell className="w-full max-w-0 min-w-32">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2.5">
          <Icon aria-hidden="true" className="size-4 shrink-0 text-faint" />
          {key !== '' && <span className="shrink-0 text-xs text-muted">{key}</span>}
          <span className="max-w-max min-w-0 grow basis-24 truncate font-medium text-ink">
            {aside.name || t('trash.untitled')}
          </span>
          <span className="max-sm:sr-only">
            <Badge>{t(`trash.kind.${kind}`)}</Badge>
          </span>
          {aside.count > 0 && kind !== 'column' && (
            <span className="shrink-0 text-xs text-muted max-sm:hidden">
              {t('trash.withItems', { count: aside.count })}
            </span>
          )}
        </div>
        <div className="mt-0.5 pl-6.5 text-xs text-muted md:hidden">{when}</div>
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>{when}</Cell>
      {why === 'deleted' && (
        <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>{describeEnd(at)}</Cell>
      )}
      <Cell>
        <Acts aside={aside} why={why} onPurge={onPurge} />
      </Cell>
    </Row>
  );
}

function describeWhen(at: string | null, writer: string | undefined): string {
  if (at === null) return '';
  const when = formatRelative(at);
  return writer === undefined ? when : t('trash.by', { when, name: writer });
}

function describeEnd(at: string | null): string {
  const days = at === null ? 0 : daysLeft(at);
  return days === 0 ? t('trash.today') : t('trash.daysLeft', { count: days });
}

function Acts({ aside, why, onPurge }: Pick<AsideRowProps, 'aside' | 'why' | 'onPurge'>) {
  const { board } = useBoardModel();
  const mayWrite = useMayOnBoard('item:write');
  const mayManage = useMayOnBoard('board:manage');
  const mayAdminister = useMayOnBoard('board:administer');
  const name = aside.name || t('trash.untitled');
  const restore = async () => {
    const handle = send(board, aside.back);
    const outcome = await handle.done;
    if (outcome.kind !== 'done') return;
    const undo = { label: t('boards.undo'), run: () => void handle.undo() };
    showToast({ title: t('trash.restored', { name }), action: undo });
  };
  return (
    <div className="flex justify-end gap-1">
      {(aside.kind === 'item' ? mayWrite : mayManage) && (
        <Button
          size="sm"
          aria-label={t('trash.restoreOf', { name })}
          onClick={() => void restore()}
        >
          <RotateCcw aria-hidden="true" className="sm:hidden" />
          <span className="max-sm:sr-only">{t('trash.restore')}</span>
        </Button>
      )}
      {why === 'deleted' && mayAdminister && (
        <IconButton
          icon={Trash2}
          size="iconSm"
          label={t('trash.purgeOf', { name })}
          onClick={onPurge}
        />
      )}
    </div>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={SearchX}
      title={t('trash.noneFound')}
      description={t('trash.searchPlaceholder')}
      action={<Button onClick={onClear}>{t('boards.clearSearch')}</Button>}
    />
  );
}

function NothingAside({ why }: { why: AsideState }) {
  if (why === 'deleted')
    return (
      <EmptyState icon={Trash2} title={t('trash.emptyTitle')} description={t('trash.emptyText')} />
    );
  if (why === 'archived')
    return (
      <EmptyState
        icon={Archive}
        title={t('trash.emptyArchive')}
        description={t('trash.emptyArchiveText')}
      />
    );
  return (
    <EmptyState
      icon={EyeOff}
      title={t('trash.emptyHidden')}
      description={t('trash.emptyHiddenText')}
    />
  );
}
