import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { t } from '../i18n/t.tsx';
import { findFirstField } from '../lib/use-focus-first.ts';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';
import { keepForToasts } from './keep-for-toasts.ts';

const WIDTHS = { sm: 'max-w-105', md: 'max-w-130', lg: 'max-w-180' } as const;

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  width?: keyof typeof WIDTHS;
  /** A dialog that must be answered: no close button, no closing by a click outside. */
  required?: boolean;
  /** A dialog to read begins at its top, whatever can be switched further down. */
  isToRead?: boolean;
  children: ReactNode;
}

/**
 * A modal dialog. The scrim is ours and the page is locked by a style rule: the library's own
 * overlay writes a style element, which the content security policy refuses.
 */
export function Dialog({ open, onOpenChange, required = false, ...panel }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={required ? () => undefined : onOpenChange}>
      <Radix.Portal>
        <div
          data-scroll-lock=""
          className="fixed inset-0 z-40 grid grid-cols-[minmax(0,1fr)] place-items-end overflow-y-auto bg-scrim p-3 sm:place-items-center sm:p-6"
        >
          <DialogPanel required={required} {...panel} />
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

function focusPanel(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}

/** The first field, or the dialog itself: never its close button, whose tooltip would pop up. */
function focusFirstField(event: Event): void {
  const panel = event.currentTarget;
  if (!(panel instanceof HTMLElement)) return;
  event.preventDefault();
  const target = findFirstField(panel) ?? panel.querySelector<HTMLElement>('form button') ?? panel;
  target.focus();
}

type DialogPanelProps = Omit<DialogProps, 'open' | 'onOpenChange'>;

function DialogPanel(props: DialogPanelProps) {
  const { title, description, width = 'sm', required, isToRead = false, children } = props;
  return (
    <Radix.Content
      onOpenAutoFocus={isToRead ? focusPanel : focusFirstField}
      onPointerDownOutside={keepForToasts}
      {...(description ? {} : { 'aria-describedby': undefined })}
      className={cx(
        'relative w-full animate-in rounded bg-raised p-5 shadow-raised outline-none sm:p-6',
        WIDTHS[width],
      )}
    >
      <Radix.Title className="pr-10 text-lg font-semibold tracking-tight">{title}</Radix.Title>
      {description && (
        <Radix.Description asChild>
          <div className="mt-1 text-base text-muted">{description}</div>
        </Radix.Description>
      )}
      <div className="mt-5">{children}</div>
      {!required && (
        <div className="absolute top-4 right-4">
          <Radix.Close asChild>
            <IconButton icon={X} label={t('ui.close')} />
          </Radix.Close>
        </div>
      )}
    </Radix.Content>
  );
}

/** The row of buttons at the foot of a dialog: the act last, and first on a phone. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <div className="mt-6 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{children}</div>
  );
}
