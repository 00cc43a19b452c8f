import { TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { t } from '../../i18n/t.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { showLines } from './stored-lines.ts';
import { useTable, useTableState } from './table-context.ts';
import type { TableState } from './table-store.ts';

/** Lines that are listed; beyond them a number says enough, and all of them are copied. */
const LISTED = 50;

/** New items that the server refused, with what was typed and why, until they are put away (web W25). */
export function LostNotice() {
  const table = useTable();
  const { store } = table;
  const { id: ownId } = useAccount();
  const lost = useTableState((state) => state.lost);
  useEffect(() => showLines(table, ownId), [table, ownId]);
  if (lost.length === 0) return null;
  const title = t('board.lost', { count: lost.length });
  return (
    <section
      aria-label={title}
      className="flex flex-col gap-2 border-t border-line bg-danger-soft px-4 py-3 text-sm"
    >
      <div className="flex items-start gap-2">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger-ink" />
        <div role="alert" className="min-w-0 flex-1">
          <p className="font-medium text-ink">{title}</p>
          <p className="text-muted">{t('board.lostText')}</p>
        </div>
        <IconButton
          icon={X}
          size="iconSm"
          label={t('ui.dismiss')}
          onClick={() => store.setState({ lost: [] })}
        />
      </div>
      <Lines lost={lost} />
      <div>
        <CopyButton
          withText
          value={lost.map(({ text }) => text).join('\n')}
          label={t('board.lostCopy', { count: lost.length })}
        />
      </div>
    </section>
  );
}

function Lines({ lost }: Pick<TableState, 'lost'>) {
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys scroll it
      tabIndex={0}
      role="group"
      aria-label={t('board.lostList')}
      className="max-h-40 overflow-auto rounded border border-line bg-surface"
    >
      <ul>
        {lost.slice(0, LISTED).map(({ id, text, message }) => (
          <li
            key={id}
            className="flex flex-col gap-x-4 border-b border-line px-3 py-2 last:border-0 md:flex-row"
          >
            <span className="min-w-0 flex-1 break-words whitespace-pre-wrap text-ink">
              {text.replaceAll('\t', ' · ')}
            </span>
            <span className="break-words text-danger-ink md:w-96">{message}</span>
          </li>
        ))}
      </ul>
      {lost.length > LISTED && (
        <p className="px-3 py-2 text-muted">
          {t('table.moreMisfits', { count: lost.length - LISTED })}
        </p>
      )}
    </div>
  );
}
