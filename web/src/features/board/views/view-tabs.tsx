import { Link } from '@tanstack/react-router';
import { Lock, type LucideIcon, Plus, SquareKanban, Table2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import type { SavedView } from './saved-views.ts';
import { type NewView, ViewDialog } from './view-dialog.tsx';
import { ViewMenu } from './view-menu.tsx';
import { useViews } from './view-provider.tsx';
import { useMayOnBoard } from '../table-context.ts';
import type { ViewKind } from './view-settings.ts';

const ICONS: Readonly<Record<ViewKind, LucideIcon>> = { table: Table2, kanban: SquareKanban };

/** All views of the board, and the way to another one. */
export function ViewTabs() {
  const { views } = useViews();
  return (
    <div className="flex min-w-40 flex-1 items-center max-md:min-w-full">
      <nav aria-label={t('views.label')} className="flex min-w-0 items-stretch overflow-x-auto">
        {views.map((view) => (
          <ViewTab key={view.id} view={view} />
        ))}
      </nav>
      <AddView />
    </div>
  );
}

function ViewTab({ view }: { view: SavedView }) {
  const { view: current } = useViews();
  const isCurrent = current.id === view.id;
  const Icon = ICONS[view.kind];
  const tab = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (isCurrent) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isCurrent]);
  return (
    <span
      ref={tab}
      className={cx(
        'flex shrink-0 items-center border-b-2',
        isCurrent ? 'border-accent' : 'border-transparent',
      )}
    >
      <Link
        to="."
        search={(before) => ({ ...before, view: view.id, with: undefined, q: undefined })}
        aria-current={isCurrent ? 'page' : undefined}
        className={cx(
          'flex h-9 items-center gap-2 rounded-inner px-2.5 text-sm font-medium -outline-offset-2',
          isCurrent ? 'text-ink' : 'text-muted hover:bg-hover hover:text-ink',
        )}
      >
        <Icon aria-hidden="true" className="size-4" />
        {view.name}
        {view.owner === 'own' && (
          <>
            <Lock aria-hidden="true" className="size-3 text-muted" />
            <span className="sr-only">{t('views.ownView')}</span>
          </>
        )}
        {isCurrent && current.isChanged && (
          <>
            <span aria-hidden="true" className="size-2 rounded-full bg-accent" />
            <span className="sr-only">{t('views.changed')}</span>
          </>
        )}
      </Link>
      {isCurrent && <ViewMenu />}
    </span>
  );
}

function AddView() {
  const [kind, setKind] = useState<ViewKind | null>(null);
  const mayManage = useMayOnBoard('board:manage');
  const initial = (chosen: ViewKind): NewView => ({
    name: '',
    kind: chosen,
    settings: {},
    owner: mayManage ? 'all' : 'own',
  });
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button variant="ghost" size="iconSm" aria-label={t('views.add')} className="ml-1">
            <Plus aria-hidden="true" />
          </Button>
        }
      >
        <MenuItem icon={Table2} onSelect={() => setKind('table')}>
          {t('views.newTable')}
        </MenuItem>
        <MenuItem icon={SquareKanban} onSelect={() => setKind('kanban')}>
          {t('views.newKanban')}
        </MenuItem>
      </Menu>
      {kind && (
        <ViewDialog
          title={t(kind === 'table' ? 'views.newTable' : 'views.newKanban')}
          initial={initial(kind)}
          onClose={() => setKind(null)}
        />
      )}
    </>
  );
}
