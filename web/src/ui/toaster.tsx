import { CircleAlert, CircleCheck, Info, type LucideIcon, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { t } from '../i18n/t.tsx';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';
import { dismissToast, type Toast, type ToastTone, useToasts } from './toast-store.ts';

/** Web W6: long enough to press Undo; Radix pauses it while hovered or focused. */
const TOAST_DURATION_MS = 8_000;

/** Moves the focus to the notices. */
const HOTKEY = 'F8';

const ICONS: Readonly<Record<ToastTone, { icon: LucideIcon; className: string }>> = {
  success: { icon: CircleCheck, className: 'text-success-ink' },
  danger: { icon: CircleAlert, className: 'text-danger-ink' },
  neutral: { icon: Info, className: 'text-muted' },
};

/** The corner where notices appear; one for the whole app. F8 moves the focus there. */
export function Toaster() {
  const toasts = useToasts((store) => store.toasts);
  return (
    <Radix.Provider duration={TOAST_DURATION_MS} label={t('ui.notification')} swipeDirection="down">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
      <Radix.Viewport
        label={t('ui.notifications', { hotkey: HOTKEY })}
        hotkey={[HOTKEY]}
        className="fixed inset-x-3 bottom-3 z-50 flex flex-col gap-2 outline-none sm:right-5 sm:bottom-5 sm:left-auto sm:w-92"
      />
    </Radix.Provider>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const { icon: Icon, className } = ICONS[toast.tone];
  return (
    <Radix.Root
      type={toast.tone === 'danger' ? 'foreground' : 'background'}
      onOpenChange={(open) => !open && dismissToast(toast.id)}
      className="flex animate-in items-start gap-2.5 rounded bg-raised py-2.5 pr-2 pl-3 shadow-raised"
    >
      <Icon aria-hidden="true" className={cx('mt-1 size-4 shrink-0', className)} />
      <div className="min-w-0 flex-1 py-0.5">
        <Radix.Title className="text-sm font-medium text-ink">{toast.title}</Radix.Title>
        {toast.description && (
          <Radix.Description className="text-sm text-muted">{toast.description}</Radix.Description>
        )}
      </div>
      {toast.action && (
        <Radix.Action
          altText={toast.action.altText}
          onClick={toast.action.run}
          className="h-7 rounded-inner px-2 text-sm font-medium text-accent-ink hover:bg-accent-soft"
        >
          {toast.action.label}
        </Radix.Action>
      )}
      <Radix.Close asChild>
        <IconButton icon={X} size="iconSm" label={t('ui.dismiss')} />
      </Radix.Close>
    </Radix.Root>
  );
}
