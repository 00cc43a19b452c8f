import type { Output } from '@boardwire/sdk/operations';
import { Link } from '@tanstack/react-router';
import { t } from '../../i18n/t.tsx';
import type { PlainMessageKey } from '../../i18n/message-types.ts';
import { useRead } from '../../lib/query.ts';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { closeInboxDialogs, useInboxDialogs } from './inbox-dialogs.ts';

type Why = Output<'inbox.why'>;
type Way = Why['ways'][number];

/** Says why somebody got an entry, and by which other ways it went (delivery D24). */
export function WhyDialog() {
  const asked = useInboxDialogs((dialogs) => dialogs.asked);
  return (
    <Dialog
      open={asked !== null}
      onOpenChange={(isOpen) => !isOpen && closeInboxDialogs()}
      title={t('why.title')}
      width="md"
      isToRead
    >
      {asked && <Answer organizationId={asked.organizationId} entryId={asked.entry.id} />}
      <DialogFooter>
        <Link to="/settings/notifications" className={buttonClass()} onClick={closeInboxDialogs}>
          {t('why.change')}
        </Link>
      </DialogFooter>
    </Dialog>
  );
}

function Answer({ organizationId, entryId }: { organizationId: string; entryId: string }) {
  const query = useRead('inbox.why', { organizationId, entryId });
  return (
    <QueryView query={query} skeleton={<TableSkeleton rows={3} />}>
      {({ category, ways }) => (
        <div className="flex flex-col gap-4">
          <p className="text-base text-ink">{t(REASONS[category] ?? 'why.other')}</p>
          <section aria-label={t('why.ways')}>
            <h3 className="mb-1 text-sm font-medium text-muted">{t('why.ways')}</h3>
            {ways.length === 0 ? (
              <p className="text-sm text-muted">{t('why.forgotten')}</p>
            ) : (
              <ul className="rounded border border-line">
                {ways.map((way, index) => (
                  <WayRow key={`${way.channel} ${index}`} way={way} />
                ))}
              </ul>
            )}
          </section>
        </div>
      )}
    </QueryView>
  );
}

const REASONS: Readonly<Record<string, PlainMessageKey>> = {
  assigned: 'why.assigned',
  mentioned: 'why.mentioned',
  commented: 'why.commented',
  statusChanged: 'why.statusChanged',
  reminders: 'why.reminders',
  conflicts: 'why.conflicts',
  invitations: 'why.invitations',
  imports: 'why.imports',
  operation: 'why.operation',
  custom: 'why.custom',
};

function WayRow({ way }: { way: Way }) {
  const { tone, label } = stateOf(way);
  const reason = reasonOf(way);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line px-3 py-2 last:border-0">
      <span className="w-28 text-sm font-medium text-ink">{t(`channel.${way.channel}`)}</span>
      <Badge tone={tone}>{t(label)}</Badge>
      {reason !== null && <span className="min-w-40 flex-1 text-sm text-muted">{t(reason)}</span>}
    </li>
  );
}

function stateOf({ channel, state }: Way): { tone: BadgeTone; label: PlainMessageKey } {
  switch (state) {
    case 'sent':
    case 'delivered':
      return { tone: 'success', label: channel === 'inApp' ? 'why.wentInApp' : 'why.sent' };
    case 'queued':
    case 'sending':
    case 'uncertain':
      return { tone: 'accent', label: 'why.waiting' };
    case 'failed':
      return { tone: 'danger', label: 'why.failed' };
    case 'suppressed':
    case 'cancelled':
    case 'expired':
      return { tone: 'neutral', label: 'why.notSent' };
  }
}

const OF_REASON: Readonly<Record<string, PlainMessageKey>> = {
  noAddress: 'why.noAddress',
  notAsked: 'why.notAsked',
  cannotSee: 'why.cannotSee',
  address: 'why.address',
  takenBack: 'why.takenBack',
};
const OF_RULE = {
  mandatory: 'why.byMandatory',
  default: 'why.byDefault',
  all: 'why.byAll',
  workspace: 'why.byWorkspace',
  board: 'why.byBoard',
  item: 'why.byItem',
} as const satisfies Record<string, PlainMessageKey>;

function reasonOf({ state, hold, reason, decidedBy }: Way): PlainMessageKey | null {
  if (state === 'queued' && hold === 'quiet') return 'why.quiet';
  if (state === 'queued' && hold === 'digest') return 'why.digest';
  const own = reason === null ? undefined : OF_REASON[reason];
  if (own !== undefined) return own;
  if (decidedBy === null) return null;
  return OF_RULE[decidedBy.kind === 'preference' ? (decidedBy.scope ?? 'all') : decidedBy.kind];
}
