import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { describeAct, describeValue } from './act-text.ts';
import { actorName, type AuditEntry } from './audit-entry.ts';

/** What programs read of an entry stands there as they read it. */
type Fact = readonly [label: string, value: string | null, isRaw?: boolean];

function listFacts(entry: AuditEntry, gist: string): Fact[] {
  const { target, details } = entry;
  return [
    [t('audit.when'), formatDateTime(entry.at, true)],
    [t('audit.who'), actorName(entry)],
    [t('audit.target'), gist || null],
    [t('audit.targetId'), target ? `${target.type} ${target.id}` : null, true],
    ...Object.entries(details).map(([key, value]): Fact => [key, describeDetail(value), true]),
    [t('audit.address'), entry.ipAddress],
    [t('audit.userAgent'), entry.userAgent],
    [t('audit.requestId'), entry.requestId],
    [t('audit.sequence'), String(entry.sequence)],
  ];
}

function describeDetail(value: unknown): string {
  return value === null ? '–' : describeValue(value);
}

interface EntryDialogProps {
  entry: AuditEntry;
  /** Whom or what it touched. */
  gist: string;
  onClose: () => void;
}

/** Everything that one entry says. */
export function EntryDialog({ entry, gist, onClose }: EntryDialogProps) {
  return (
    <Dialog
      open
      width="md"
      onOpenChange={onClose}
      title={describeAct(entry.action)}
      description={<code className="font-mono text-sm">{entry.action}</code>}
    >
      <dl className="flex flex-col">
        {listFacts(entry, gist).map(
          ([label, value, isRaw = false]) =>
            value !== null && (
              <div
                key={label}
                {...(isRaw && { translate: 'no' })}
                className="flex gap-4 border-b border-line py-2 text-sm last:border-0"
              >
                <dt className="w-28 shrink-0 text-muted">{label}</dt>
                <dd className="min-w-0 break-words text-ink">{value}</dd>
              </div>
            ),
        )}
      </dl>
    </Dialog>
  );
}
