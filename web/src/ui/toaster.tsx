import { CircleAlert, CircleCheck, Info, type LucideIcon, X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { t } from '../i18n/t.tsx';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';
import { dismissToast, type Toast, type ToastTone, useToasts } from './toast-store.ts';

/** Web W6: long enough to press Undo. It does not run while the pointer or the focus is on a notice. */
const TOAST_DURATION_MS = 8_000;
/** Moves the focus to the notices. */
const HOTKEY = 'F8';

const ICONS: Readonly<Record<ToastTone, { icon: LucideIcon; className: string }>> = {
  success: { icon: CircleCheck, className: 'text-success-ink' },
  danger: { icon: CircleAlert, className: 'text-danger-ink' },
  neutral: { icon: Info, className: 'text-muted' },
};

/** The corner where notices appear. They are no layer: Escape belongs to the dialog behind them. */
export function Toaster() {
  const toasts = useToasts((store) => store.toasts);
  const region = useRef<HTMLElement>(null);
  const isHeld = useHold(region);
  useHotkeyFocus(region);
  return (
    <>
      <Announcer toasts={toasts} />
      <section
        ref={region}
        data-toaster=""
        hidden={toasts.length === 0}
        tabIndex={-1}
        aria-label={t('ui.notifications', { hotkey: HOTKEY })}
        className="pointer-events-auto fixed inset-x-3 top-3 z-50 outline-none sm:top-auto sm:right-5 sm:bottom-5 sm:left-auto sm:w-92"
      >
        <ol className="flex flex-col gap-2">
          {toasts.map((toast) => (
            <ToastCard key={toast.id} toast={toast} isHeld={isHeld} />
          ))}
        </ol>
      </section>
    </>
  );
}

/** Whether the pointer or the focus is in the region. */
function useHold(region: RefObject<HTMLElement | null>): boolean {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    const element = region.current;
    if (!element) return;
    const hold = () => setHeld(true);
    const release = () => setHeld(element.matches(':hover, :focus-within'));
    const ends = new AbortController();
    const { signal } = ends;
    for (const type of ['pointerenter', 'focusin'])
      element.addEventListener(type, hold, { signal });
    // The focus has left the one element before it arrives at the next.
    element.addEventListener('focusout', () => setTimeout(release), { signal });
    element.addEventListener('pointerleave', release, { signal });
    return () => ends.abort();
  }, [region]);
  return isHeld;
}

function useHotkeyFocus(region: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === HOTKEY) region.current?.focus();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [region]);
}

/** Says each notice once. It is there before the first one: a region that comes with its text stays unread. */
function Announcer({ toasts }: { toasts: readonly Toast[] }) {
  const last = toasts.at(-1);
  const text = last ? [last.title, last.description].filter(Boolean).join('. ') : '';
  return (
    <div aria-live="polite" aria-atomic="true" className="sr-only">
      {text}
    </div>
  );
}

function ToastCard({ toast, isHeld }: { toast: Toast; isHeld: boolean }) {
  const { icon: Icon, className } = ICONS[toast.tone];
  const { id, action } = toast;
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismissToast(id), TOAST_DURATION_MS);
    return () => clearTimeout(timer);
  }, [id, isHeld]);
  return (
    <li className="flex animate-in items-start gap-2.5 rounded bg-raised py-2.5 pr-2 pl-3 shadow-raised">
      <Icon aria-hidden="true" className={cx('mt-1 size-4 shrink-0', className)} />
      <div className="min-w-0 flex-1 py-0.5">
        <p className="text-sm font-medium text-ink">{toast.title}</p>
        {toast.description && <p className="text-sm break-words text-muted">{toast.description}</p>}
      </div>
      {action && (
        <button
          type="button"
          onClick={() => {
            dismissToast(id);
            action.run();
          }}
          className="h-7 rounded-inner px-2 text-sm font-medium text-accent-ink hover:bg-accent-soft"
        >
          {action.label}
        </button>
      )}
      <IconButton icon={X} size="iconSm" label={t('ui.dismiss')} onClick={() => dismissToast(id)} />
    </li>
  );
}
