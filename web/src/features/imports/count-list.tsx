import { findText } from '../../i18n/find-text.ts';
import { formatNumber } from '../../i18n/format.ts';

/** How a kind of thing is called; a kind without a text, by the server's own word. */
export function kindText(kind: string): string {
  return findText('imports.kind', kind) ?? kind;
}

/** How many of each kind. */
export function CountList({ counts }: { counts: Readonly<Record<string, number>> }) {
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      {Object.entries(counts).map(([kind, count]) => (
        <div key={kind} className="rounded border border-line bg-surface px-3 py-2">
          <dt className="truncate text-xs text-muted">{kindText(kind)}</dt>
          <dd className="text-lg font-semibold text-ink tabular-nums">{formatNumber(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
