import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { Input } from './input.tsx';

const CODE_LENGTH = 6;

interface CodeInputProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  value: string;
  onChange: (code: string) => void;
  /** Called once, when the last digit arrives. */
  onComplete?: (code: string) => void;
}

/** The digits of what was typed or pasted, at most six. */
export function readCode(text: string): string {
  return text.replace(/\D/g, '').slice(0, CODE_LENGTH);
}

/**
 * A one-time code of six digits in one input: paste, autofill from messages and screen readers
 * work as with any field, which six separate boxes break.
 */
export function CodeInput({ value, onChange, onComplete, className, ...rest }: CodeInputProps) {
  const accept = (text: string) => {
    const code = readCode(text);
    onChange(code);
    if (code.length === CODE_LENGTH && code !== value) onComplete?.(code);
  };
  return (
    <Input
      {...rest}
      value={value}
      onChange={(event) => accept(event.target.value)}
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9]{6}"
      className={cx('h-11 text-center font-mono text-xl tracking-[0.4em] tabular-nums', className)}
    />
  );
}
