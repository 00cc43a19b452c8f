import type { ReactNode } from 'react';

/** What something is called, and its name in metrics and calls. */
export function CacheName({ name, label }: { name: string; label: string }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 font-medium text-ink">
      {label}
      <code className="font-mono text-xs font-normal text-muted" translate="no">
        {name}
      </code>
    </div>
  );
}

/** Small lines below a figure, those that there are. */
export function Notes({ isBad = false, children }: { isBad?: boolean; children: ReactNode }) {
  const lines = [children].flat().filter((line) => typeof line === 'string');
  const tone = isBad ? 'text-danger-ink' : 'text-muted';
  return lines.map((line) => (
    <div key={line} className={`text-xs ${tone}`}>
      {line}
    </div>
  ));
}
