import { ACCESS_LOST, countOf, type NotSaved } from '@boardwire/sdk/live/not-saved';
import { Link } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import { useEffect, useId } from 'react';
import { usePreferences } from '../../../app/preferences.ts';
import { formatRelative } from '../../../i18n/format.ts';
import { t } from '../../../i18n/t.tsx';
import { announce } from '../../../ui/announcer.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { showToast } from '../../../ui/toast-store.ts';
import { copyText } from '../item/item-link.ts';
import { describeRejection } from '../describe-rejection.ts';
import { shortenLine } from './describe-edit.ts';
import { describeNotSaved } from './describe-not-saved.ts';
import { useEditNames } from './edit-names.ts';
import { useTextWords } from './use-text-words.ts';

/** Edits that are listed one by one; the rest is counted, and copied with them. */
const SHOWN = 50;

async function copyLines(lines: readonly string[]): Promise<void> {
  const isCopied = await copyText(lines.join('\n'));
  if (isCopied) showToast({ title: t('ui.copied') });
  else showToast({ tone: 'danger', title: t('ui.copyFailed') });
}

interface NotSavedCardProps {
  edits: readonly NotSaved[];
  onSeen: () => void;
}

/** What was not saved, with every value to be copied; it stays until somebody says that they have seen it (web W25). */
export function NotSavedCard({ edits, onSeen }: NotSavedCardProps) {
  const titleId = useId();
  const isNarrow = usePreferences((preferences) => preferences.isSidebarNarrow);
  const names = useEditNames(({ read }) => read)?.() ?? null;
  const readText = useTextWords(edits);
  const describe = (edit: NotSaved) => describeNotSaved(edit, names, readText);
  const count = edits.reduce((sum, edit) => sum + countOf(edit), 0);
  const title = t('notSaved.title', { count });
  const refused = edits.filter(({ verdict }) => verdict.code !== ACCESS_LOST);
  const lostCount = count - refused.length;
  useEffect(() => announce(title), [title]);
  return (
    <section
      aria-labelledby={titleId}
      className={cx(
        'fixed inset-x-3 bottom-32 z-40 flex max-h-[50dvh] animate-in flex-col gap-2 rounded bg-raised p-3 shadow-raised md:right-auto md:bottom-20 md:w-92',
        isNarrow ? 'md:left-18' : 'md:left-64',
      )}
    >
      <h2 id={titleId} className="flex items-start gap-2 text-sm font-semibold text-ink">
        <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger-ink" />
        {title}
      </h2>
      {lostCount > 0 && (
        <p className="text-sm text-muted">{t('notSaved.lost', { count: lostCount })}</p>
      )}
      {refused.length > 0 && (
        <RefusedEdits edits={refused} describe={describe} openId={names?.view.board.id} />
      )}
      <div className="flex justify-end gap-2">
        {refused.length > 1 && (
          <Button onClick={() => void copyLines(refused.flatMap(describe))}>
            {t('notSaved.copyAll')}
          </Button>
        )}
        <Button variant="primary" onClick={onSeen}>
          {t('notSaved.seen')}
        </Button>
      </div>
    </section>
  );
}

interface RefusedEditsProps {
  edits: readonly NotSaved[];
  describe: (edit: NotSaved) => readonly string[];
  openId: string | undefined;
}

function RefusedEdits({ edits, describe, openId }: RefusedEditsProps) {
  return (
    <ul className="-mx-3 min-h-0 overflow-y-auto border-y border-line">
      {edits.slice(0, SHOWN).map((edit) => (
        <OneEdit
          key={edit.id}
          edit={edit}
          lines={describe(edit)}
          isElsewhere={openId !== edit.board}
        />
      ))}
      {edits.length > SHOWN && (
        <li className="px-3 py-2 text-sm text-muted">
          {t('live.more', { count: edits.length - SHOWN })}
        </li>
      )}
    </ul>
  );
}

interface OneEditProps {
  edit: NotSaved;
  lines: readonly string[];
  isElsewhere: boolean;
}

function OneEdit({ edit, lines, isElsewhere }: OneEditProps) {
  const { board, verdict, createdAtMs } = edit;
  const isDeleted = verdict.details?.['reason'] === 'board_deleted';
  return (
    <li className="flex items-start gap-2 border-b border-line px-3 py-1.5 last:border-0">
      <div className="min-w-0 flex-1 py-0.5 text-sm text-ink">
        {lines.map((line, index) => (
          <p key={index} className="break-words">
            {shortenLine(line)}
          </p>
        ))}
        <p className="text-xs text-muted">
          {describeRejection(verdict)} · {formatRelative(createdAtMs)}
        </p>
        {isElsewhere && !isDeleted && (
          <Link
            to="/boards/$boardId"
            params={{ boardId: board }}
            className="text-xs font-medium text-accent-ink underline"
          >
            {t('notSaved.openBoard')}
          </Link>
        )}
      </div>
      <Button
        size="sm"
        variant="ghost"
        aria-label={t('notSaved.copyOne', { edit: shortenLine(lines[0] ?? '') })}
        onClick={() => void copyLines(lines)}
      >
        {t('notSaved.copy')}
      </Button>
    </li>
  );
}
