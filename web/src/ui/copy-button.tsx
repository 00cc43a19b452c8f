import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../i18n/t.tsx';
import { Button } from './button.tsx';
import { showToast } from './toast-store.ts';
import { IconButton } from './icon-button.tsx';

const CONFIRM_MS = 2_000;

/** Copies and remembers for a moment that it did; a refusal is told, never swallowed. */
function useCopy(value: string): { copied: boolean; copy: () => Promise<void> } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      showToast({ tone: 'danger', title: t('ui.copyFailed') });
    }
  };
  return { copied, copy };
}

interface CopyButtonProps {
  value: string;
  label: string;
  /** Shows the label beside the icon. */
  withText?: boolean;
}

export function CopyButton({ value, label, withText = false }: CopyButtonProps) {
  const { copied, copy } = useCopy(value);
  const Icon = copied ? Check : Copy;
  const announced = (
    <span role="status" className="sr-only">
      {copied ? t('ui.copied') : ''}
    </span>
  );
  if (!withText) {
    return (
      <>
        <IconButton icon={Icon} size="iconSm" label={label} onClick={() => void copy()} />
        {announced}
      </>
    );
  }
  return (
    <Button onClick={() => void copy()}>
      <Icon aria-hidden="true" />
      {copied ? t('ui.copied') : label}
      {announced}
    </Button>
  );
}

/** A value to take away, in a frame with its copy button. */
export function CopyField({ value, label }: { value: string; label: string }) {
  return (
    <div className="flex items-center gap-1 rounded border border-line bg-sunken py-1 pr-1 pl-3">
      <code className="min-w-0 flex-1 font-mono text-sm break-all text-ink select-all">
        {value}
      </code>
      <CopyButton value={value} label={label} />
    </div>
  );
}
