import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { t } from '../i18n/t.tsx';
import { cx } from '../ui/cx.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { setPreference, usePreferences } from './preferences.ts';

export const sidebarLinkClass = [
  'flex h-8 min-w-0 items-center gap-2.5 rounded px-2 text-sm font-medium text-muted transition-colors hover:bg-hover hover:text-ink',
  'data-[status=active]:bg-pressed data-[status=active]:text-ink [&_svg]:size-4 [&_svg]:shrink-0',
].join(' ');

function setFolded(id: string, isFolded: boolean): void {
  const others = usePreferences.getState().foldedWorkspaces.filter((one) => one !== id);
  setPreference({ foldedWorkspaces: isFolded ? [...others, id] : others });
}

interface FoldingSectionProps {
  /** Remembers whether it is folded. */
  id: string;
  label: string;
  /** At the right of the label, shown on hover and focus. */
  action?: ReactNode;
  /** The target of a context menu. */
  menu?: string;
  isNested?: boolean;
  children: ReactNode;
}

/** A part of the sidebar that folds; this browser remembers it. */
export function FoldingSection(section: FoldingSectionProps) {
  const { id, label, action, menu, isNested = false, children } = section;
  const isFolded = usePreferences((preferences) => preferences.foldedWorkspaces.includes(id));
  const bodyId = useId();
  return (
    <section aria-label={label}>
      <div className="group/head flex items-center" data-menu={menu}>
        <button
          type="button"
          aria-expanded={!isFolded}
          aria-controls={bodyId}
          onClick={() => setFolded(id, !isFolded)}
          className={cx(
            'flex h-7 min-w-0 flex-1 items-center gap-1 rounded px-2 text-left transition-colors hover:bg-hover',
            isNested ? 'text-sm font-medium text-muted' : 'text-xs font-medium text-faint',
          )}
        >
          <span className="min-w-0 truncate">{label}</span>
          <ChevronRight
            aria-hidden="true"
            className={cx(
              'size-3.5 shrink-0 transition-transform group-hover/head:opacity-100',
              isFolded ? 'opacity-100' : 'rotate-90 opacity-0 group-focus-within/head:opacity-100',
            )}
          />
        </button>
        {action}
      </div>
      <div id={bodyId} hidden={isFolded}>
        {children}
      </div>
    </section>
  );
}

interface SidebarLinkProps {
  to: string;
  label: string;
  isNarrow: boolean;
  isExact?: boolean;
  keys?: string | undefined;
  icon: ReactNode;
  trailing?: ReactNode;
}

/** A link of the sidebar; narrow, its name is a tooltip. */
export function SidebarLink(props: SidebarLinkProps) {
  const { to, label, isNarrow, isExact = false, keys, icon, trailing } = props;
  const link = (
    <Link
      to={to}
      activeOptions={{ exact: isExact, includeSearch: false }}
      className={cx(
        'relative',
        sidebarLinkClass,
        isNarrow ? 'mx-auto w-9 justify-center px-0' : 'w-full',
      )}
      aria-label={isNarrow ? label : undefined}
    >
      {icon}
      {!isNarrow && <span className="min-w-0 flex-1 truncate">{label}</span>}
      {trailing}
    </Link>
  );
  if (!isNarrow) return link;
  return (
    <Tooltip label={label} side="right" {...(keys ? { keys } : {})}>
      {link}
    </Tooltip>
  );
}

/** A quiet line where a list of the sidebar has nothing to show. */
export function SidebarNote({ children }: { children: ReactNode }) {
  return <p className="px-2 py-1 text-xs text-faint">{children}</p>;
}

/** The name of a board in the sidebar, with the mark of one that only named people see. */
export function privateLabel(name: string, isPrivate: boolean): string {
  return isPrivate ? `${name} (${t('boards.private')})` : name;
}
