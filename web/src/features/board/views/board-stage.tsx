import { RefreshCw } from 'lucide-react';
import { type FocusEvent, type PointerEvent, type ReactNode, useMemo } from 'react';
import { t } from '../../../i18n/t.tsx';
import { Button } from '../../../ui/button.tsx';
import { useTable } from '../table-context.ts';
import { useWaitingRows } from './use-shown.ts';
import type { ShownRows } from './shown-rows.ts';

/** Elements that are an item say so by this attribute. */
const ITEM = '[data-item]';

function itemAt(target: EventTarget): string | undefined {
  const element = target instanceof Element ? target.closest(ITEM) : null;
  return element?.getAttribute('data-item') ?? undefined;
}

/** Tells the rows when somebody is at work among them. */
function createHandlers({ setBusy, setAnchor }: ShownRows) {
  return {
    onPointerEnter: () => setBusy('pointer', true),
    onPointerOver: ({ target }: PointerEvent) => setAnchor(itemAt(target)),
    onPointerLeave() {
      setBusy('pointer', false);
      // A focus that the pointer left behind holds nothing; one that keys move does.
      setBusy('focus', false);
    },
    onKeyDown: () => setBusy('focus', true),
    onFocus: ({ target }: FocusEvent) => setAnchor(itemAt(target)),
    onBlur({ currentTarget, relatedTarget }: FocusEvent) {
      if (!currentTarget.contains(relatedTarget)) setBusy('focus', false);
    },
  };
}

/** The part of the page in which nothing moves under the pointer (web W10). */
export function BoardStage({ children }: { children: ReactNode }) {
  const { shown } = useTable();
  const handlers = useMemo(() => createHandlers(shown), [shown]);
  return (
    <div {...handlers} className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      {children}
      <WaitingRows />
    </div>
  );
}

/** Rows that wait for their place, over the board: a line of its own would push down what it speaks of. */
function WaitingRows() {
  const { shown } = useTable();
  const count = useWaitingRows();
  if (count === 0) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-4 z-30 flex justify-center px-4">
      <p className="pointer-events-auto flex animate-in items-center gap-3 rounded-full bg-raised py-1 pr-1 pl-4 text-sm text-ink shadow-raised">
        <span role="status">{t('views.waiting', { count })}</span>
        <Button size="sm" className="rounded-full!" onClick={shown.resort}>
          <RefreshCw aria-hidden="true" />
          {t('views.resort')}
        </Button>
      </p>
    </div>
  );
}
