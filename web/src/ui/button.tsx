import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { Spinner } from './spinner.tsx';

/** The look of a button, for links that act like one. */
export const buttonClass = cva(
  [
    'relative inline-flex shrink-0 items-center justify-center gap-2 rounded font-medium whitespace-nowrap',
    // On a phone, or with large text, a long label takes two lines instead of the screen's edge.
    'max-sm:max-w-full max-sm:whitespace-normal',
    'select-none transition-colors disabled:cursor-not-allowed disabled:opacity-55',
    '[&_svg]:size-4 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'bg-accent text-on-accent shadow-button not-disabled:hover:bg-accent-hover',
        secondary:
          'border border-line bg-surface text-ink shadow-button not-disabled:hover:bg-hover',
        ghost: 'text-muted not-disabled:hover:bg-hover not-disabled:hover:text-ink',
        danger: 'bg-danger text-on-accent shadow-button not-disabled:hover:bg-danger-hover',
        dangerQuiet:
          'border border-line bg-surface text-danger-ink shadow-button not-disabled:hover:bg-danger-soft',
      },
      size: {
        sm: 'min-h-7 px-2.5 text-sm',
        md: 'min-h-8 px-3 text-sm',
        lg: 'min-h-10 px-4 text-base',
        icon: 'size-8 text-sm',
        iconSm: 'size-7 text-sm',
      },
      full: { true: 'w-full' },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonClass> {
  /** The act is under way: the button keeps its width, cannot be pressed, and says it is busy. */
  pending?: boolean;
  children?: ReactNode;
}

export function Button({
  variant,
  size,
  full,
  pending = false,
  disabled,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={buttonClass({ variant, size, full, className })}
      disabled={disabled === true || pending}
      aria-busy={pending || undefined}
      {...rest}
    >
      {pending && <Spinner className="absolute" />}
      <span className={pending ? 'contents [&>*]:invisible' : 'contents'}>
        {typeof children === 'string' ? <span>{children}</span> : children}
      </span>
    </button>
  );
}
