import type { NoticeValues } from '@boardwire/contract/notices';
import type { ReactNode } from 'react';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { t, tRich } from '../../i18n/t.tsx';
import type { Notice } from './notice-values.ts';
import { listNames } from './notice-values.ts';

/** What an entry says, in the reader's language. */
export interface Described {
  title: ReactNode;
  /** One line more: an excerpt, or what changed into what. */
  detail: string | null;
  /** Where it happened. */
  board: { id: string; name: string } | null;
  /** Who did it, for the picture beside it. */
  person: { id: string; name: string } | null;
}

/** Puts a notice into words. */
export function describeNotice({ type, values }: Notice): Described {
  switch (type) {
    case 'hidden':
      return { ...nothing, title: t('notice.hidden') };
    case 'assigned':
      return values.count > 1 ? manyAssigned(values) : deed(values, 'notice.assigned', null);
    case 'mentioned':
      return deed(values, 'notice.mentioned', excerptOf(values));
    case 'commented':
      return deed(values, 'notice.commented', excerptOf(values));
    case 'statusChanged':
      return values.count > 1
        ? manyChanged(values)
        : deed(values, 'notice.statusChanged', changesOf(values));
    case 'conflictWaiting':
      return conflict(values);
    case 'dueSoon':
      return due(values, { one: 'notice.dueSoon', many: 'notice.manyDue' });
    case 'overdue':
      return due(values, { one: 'notice.overdue', many: 'notice.manyOverdue' });
    case 'importFinished':
      return importEnd(values);
    case 'invited': {
      const title = tRich('notice.invited', {
        who: strong(listNames(values.by)),
        what: strong(values.board.name),
      });
      return { ...nothing, title, board: values.board, person: personOf(values.by) };
    }
    case 'endpointDisabled': {
      const { host, name } = values;
      if (values.reason === 'lost') {
        const title = tRich('notice.endpointSilent', { name: strong(name) });
        return { ...nothing, title, detail: t('notice.endpointLost') };
      }
      const title = tRich('notice.endpointDisabled', { name: strong(name) });
      const why = values.reason === 'gone' ? 'notice.endpointGone' : 'notice.endpointFailing';
      return { ...nothing, title, detail: t(why, { host }) };
    }
    case 'deadLetters':
      return { ...nothing, title: t('notice.deadLetters', { count: values.count }) };
    case 'custom':
    case 'digest':
      return words(values as Partial<NoticeValues['custom']>);
  }
}

const nothing = { detail: null, board: null, person: null };

function strong(text: string): ReactNode {
  return <strong className="font-semibold text-ink">{text}</strong>;
}

type DeedValues = NoticeValues['assigned' | 'mentioned' | 'commented' | 'statusChanged'];
type DeedKey = 'notice.assigned' | 'notice.mentioned' | 'notice.commented' | 'notice.statusChanged';

function deed({ item, board, by }: DeedValues, key: DeedKey, detail: string | null): Described {
  const title = tRich(key, { who: strong(listNames(by)), what: strong(titleOf(item)) });
  return { title, detail, board, person: personOf(by) };
}

function manyAssigned({ items, count, board, by }: NoticeValues['assigned']): Described {
  const title = tRich('notice.assignedMany', {
    who: strong(listNames(by)),
    count: strong(formatNumber(count)),
  });
  return { title, detail: items.map(titleOf).join(' · '), board, person: personOf(by) };
}

function manyChanged(values: NoticeValues['statusChanged']): Described {
  const { items, count, board, by, columnNames } = values;
  const title = tRich('notice.statusChangedMany', {
    who: strong(listNames(by)),
    column: strong(columnNames.join(', ')),
    count: strong(formatNumber(count)),
  });
  return { title, detail: items.map(titleOf).join(' · '), board, person: personOf(by) };
}

function titleOf({ title }: { title: string }): string {
  return title || t('notice.untitled');
}

function personOf(by: readonly { id: string | null; name: string }[]): Described['person'] {
  const [first] = by;
  return first === undefined || first.id === null ? null : { id: first.id, name: first.name };
}

function excerptOf({ excerpts }: NoticeValues['commented']): string | null {
  return excerpts[0]?.text ?? null;
}

function changesOf({ changes }: NoticeValues['statusChanged']): string | null {
  const lines = changes.map(({ columnName: column, from, to }) =>
    t('notice.change', { column, from: from || t('notice.empty'), to: to || t('notice.empty') }),
  );
  return lines.length === 0 ? null : lines.join(' · ');
}

function conflict(values: NoticeValues['conflictWaiting']): Described {
  const { item, board, by, columnName, mine, theirs } = values;
  const title = tRich('notice.conflict', {
    column: strong(columnName),
    what: strong(titleOf(item)),
  });
  const detail = t('notice.sides', { mine: mine || '–', theirs: theirs || '–' });
  return { title, detail, board, person: personOf(by) };
}

type DueValues = NoticeValues['dueSoon'];

function due(
  { board, items, count }: DueValues,
  keys: {
    one: 'notice.dueSoon' | 'notice.overdue';
    many: 'notice.manyDue' | 'notice.manyOverdue';
  },
): Described {
  const [first] = items;
  if (count === 1 && first !== undefined) {
    const day = formatDate(`${first.dueOn}T12:00:00Z`);
    const when = first.dueAt === null ? day : `${day}, ${first.dueAt}`;
    return { ...nothing, title: tRich(keys.one, { what: strong(titleOf(first)), when }), board };
  }
  const title = t(keys.many, { count, board: board.name });
  return { ...nothing, title, detail: items.map(titleOf).join(' · '), board };
}

function importEnd(values: NoticeValues['importFinished']): Described {
  const { board, fileName, outcome, created, updated, skipped } = values;
  const key = (
    {
      done: 'notice.importDone',
      failed: 'notice.importFailed',
      cancelled: 'notice.importCancelled',
    } as const
  )[outcome];
  const detail =
    outcome === 'done' ? t('notice.importCounts', { created, updated, skipped }) : null;
  return { ...nothing, title: tRich(key, { file: strong(fileName) }), detail, board };
}

function words({ title, body }: Partial<NoticeValues['custom']>): Described {
  return { ...nothing, title: strong(title || t('notice.unknown')), detail: body || null };
}
