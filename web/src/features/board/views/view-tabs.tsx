import { Link } from '@tanstack/react-router';
import { ChevronsUpDown, Plus } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Menu, MenuLabel } from '../../../ui/menu.tsx';
import type { SavedView } from './saved-views.ts';
import { NewViewDialog, NewViewItems } from './new-view.tsx';
import { ViewChoices, viewListClass } from './view-choices.tsx';
import { ViewMenu } from './view-menu.tsx';
import { viewIcons, ViewSigns } from './view-signs.tsx';
import { useViews } from './view-provider.tsx';
import type { ViewKind } from './view-settings.ts';

/** All views of the board, and the way to another one. */
export function ViewTabs() {
  const { views } = useViews();
  const tabs = useRef<HTMLElement>(null);
  const isCut = useIsCut(tabs, views.length);
  return (
    <div className="flex min-w-40 flex-1 items-center">
      <nav
        ref={tabs}
        aria-label={t('views.label')}
        className={cx('flex min-w-0 items-stretch overflow-x-auto', isCut && fadeClass)}
      >
        {views.map((view) => (
          <ViewTab key={view.id} view={view} />
        ))}
      </nav>
      {isCut && <AllViews />}
      <AddView />
    </div>
  );
}

/** What scrolls on fades out; behind the last tab is room for that. */
const fadeClass = 'pr-6 [mask-image:linear-gradient(to_left,transparent,black_1.5rem)]';

/** Whether not all of an element's content is in sight. */
function useIsCut(element: RefObject<HTMLElement | null>, count: number): boolean {
  const [isCut, setCut] = useState(false);
  useEffect(() => {
    const box = element.current;
    if (box === null) return;
    const look = () => setCut(box.scrollWidth > box.clientWidth);
    const observer = new ResizeObserver(look);
    for (const each of [box, ...box.children]) observer.observe(each);
    return () => observer.disconnect();
  }, [element, count]);
  return isCut;
}

/** The views by their whole names, where their tabs do not fit. */
function AllViews() {
  return (
    <Menu
      className={viewListClass}
      trigger={
        <Button variant="ghost" size="iconSm" aria-label={t('views.all')} className="ml-1">
          <ChevronsUpDown aria-hidden="true" />
        </Button>
      }
    >
      <MenuLabel>{t('views.label')}</MenuLabel>
      <ViewChoices />
    </Menu>
  );
}

function ViewTab({ view }: { view: SavedView }) {
  const { view: current } = useViews();
  const isCurrent = current.id === view.id;
  const Icon = viewIcons[view.kind];
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
        data-current-view={isCurrent ? '' : undefined}
        className={cx(
          'flex h-9 items-center gap-2 rounded-inner px-2.5 text-sm font-medium -outline-offset-2',
          isCurrent ? 'text-ink' : 'text-muted hover:bg-hover hover:text-ink',
        )}
      >
        <Icon aria-hidden="true" className="size-4" />
        {view.name}
        <ViewSigns view={view} isChanged={isCurrent && current.isChanged} />
      </Link>
      {isCurrent && <ViewMenu />}
    </span>
  );
}

function AddView() {
  const [kind, setKind] = useState<ViewKind | null>(null);
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
        <NewViewItems onChoose={setKind} />
      </Menu>
      <NewViewDialog kind={kind} onClose={() => setKind(null)} />
    </>
  );
}
