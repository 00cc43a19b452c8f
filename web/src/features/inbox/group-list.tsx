import { ChevronDown, ChevronUp } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { EntryRow } from './entry-row.tsx';
import type { EntryGroup } from './group-entries.ts';
import { useInboxKeys } from './use-inbox-keys.ts';

interface GroupListProps {
  organizationId: string;
  groups: readonly EntryGroup[];
}

/** Entries by what they are about; those of one item stand together and unfold (web W17). */
export function GroupList({ organizationId, groups }: GroupListProps) {
  useInboxKeys(organizationId, groups);
  return (
    <ul aria-label={t('inbox.list')} className="rounded border border-line bg-surface">
      {groups.map((group) => (
        <li key={group.key} className="border-b border-line last:border-0">
          <Group organizationId={organizationId} group={group} />
        </li>
      ))}
    </ul>
  );
}

function Group({ organizationId, group }: { organizationId: string; group: EntryGroup }) {
  const [isOpen, setOpen] = useState(false);
  const [newest, ...others] = group.entries;
  const Chevron = isOpen ? ChevronUp : ChevronDown;
  return (
    <>
      <EntryRow organizationId={organizationId} group={group} entry={newest}>
        {others.length > 0 && (
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            className="relative z-1 mt-1 -ml-1.5 inline-flex min-h-6 items-center gap-1 rounded-inner px-1.5 text-xs font-medium text-muted transition-colors hover:bg-pressed hover:text-ink"
          >
            <Chevron aria-hidden="true" className="size-3.5" />
            {isOpen ? t('inbox.fewer') : t('inbox.more', { count: others.length })}
          </button>
        )}
      </EntryRow>
      {isOpen && (
        <ul>
          {others.map((entry) => (
            <li key={entry.id} className="border-t border-line">
              <EntryRow organizationId={organizationId} group={group} entry={entry} isNested />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
