import { useMemo, useState } from 'react';
import { formatDateTime, formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { describeAct } from './act-text.ts';
import { actorName, type AuditEntry } from './audit-entry.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { summarizeEntry } from './summarize-entry.ts';
import { usePeople } from './use-people.ts';

export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  const [shown, setShown] = useState<AuditEntry | null>(null);
  const people = usePeople();
  const names = useMemo(() => new Map(people.map(({ userId, name }) => [userId, name])), [people]);
  return (
    <>
      <Table
        label={t('audit.title')}
        head={[
          { label: t('audit.what') },
          { label: t('audit.who'), className: wideOnly },
          { label: t('audit.address'), className: wideOnly },
          { label: t('audit.when') },
        ]}
      >
        {entries.map((entry) => (
          <EntryRow
            key={entry.id}
            entry={entry}
            gist={summarizeEntry(entry, names)}
            onOpen={() => setShown(entry)}
          />
        ))}
      </Table>
      {shown && (
        <EntryDialog
          entry={shown}
          gist={summarizeEntry(shown, names)}
          onClose={() => setShown(null)}
        />
      )}
    </>
  );
}

interface EntryRowProps {
  entry: AuditEntry;
  gist: string;
  onOpen: () => void;
}

function EntryRow({ entry, gist, onOpen }: EntryRowProps) {
  const who = actorName(entry);
  return (
    <Row className="relative">
      <Cell className="w-full max-w-0 min-w-32">
        <div className="flex items-center gap-2">
          {/* The button covers the row, so that the whole row opens it. */}
          <button
            type="button"
            onClick={onOpen}
            aria-haspopup="dialog"
            className="min-h-6 truncate rounded-inner md:shrink-0 text-left font-medium text-ink before:absolute before:inset-0"
          >
            {describeAct(entry.action)}
          </button>
          {gist && <span className="hidden truncate text-muted md:inline">{gist}</span>}
          {entry.outcome === 'refused' && <Badge tone="danger">{t('audit.refused')}</Badge>}
        </div>
        <div className="truncate text-muted md:hidden">{gist ? `${who} · ${gist}` : who}</div>
      </Cell>
      <Cell className={wideOnly}>
        <span className="flex items-center gap-2 whitespace-nowrap">
          <Avatar name={who} seed={entry.actor.userId ?? who} size="sm" />
          {who}
        </span>
      </Cell>
      <Cell className={`${wideOnly} font-mono text-xs whitespace-nowrap text-muted`}>
        {entry.ipAddress}
      </Cell>
      <Cell className="whitespace-nowrap text-muted">
        <time dateTime={entry.at} title={formatDateTime(entry.at, true)}>
          {formatRelative(entry.at)}
        </time>
      </Cell>
    </Row>
  );
}
