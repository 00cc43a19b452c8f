import { t } from '../../i18n/t.tsx';
import { useRelative } from '../../i18n/use-relative.ts';
import { Badge } from '../../ui/badge.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { describeCall, findWhy } from './call-text.ts';
import { Moment } from './endpoint-table.tsx';
import { eventText } from './event-types.ts';
import type { Call } from './webhook-types.ts';

interface CallTableProps {
  calls: readonly Call[];
  onOpen: (callId: string) => void;
}

/** Calls with what became of them. */
export function CallTable({ calls, onOpen }: CallTableProps) {
  return (
    <Table
      label={t('hooks.calls')}
      head={[
        { label: t('hooks.event') },
        { label: t('hooks.state') },
        { label: t('hooks.attempts'), className: wideOnly },
        { label: t('hooks.when') },
      ]}
    >
      {calls.map((call) => (
        <CallRow key={call.id} call={call} onOpen={() => onOpen(call.id)} />
      ))}
    </Table>
  );
}

function CallRow({ call, onOpen }: { call: Call; onOpen: () => void }) {
  const { id, webhookId, type, attempts, createdAt } = call;
  return (
    <Row className="relative">
      <Cell className="w-full max-w-0 min-w-28">
        {/* The button covers the row, so that the whole row opens it. */}
        <button
          type="button"
          onClick={onOpen}
          aria-haspopup="dialog"
          className="block min-h-6 max-w-full truncate rounded-inner text-left font-medium text-ink before:absolute before:inset-0"
        >
          {eventText(type)}
        </button>
        <div className="flex min-w-0 gap-2 text-xs text-muted">
          <code translate="no" className="truncate font-mono">
            {type}
          </code>
          {webhookId !== id && <span className="shrink-0">{t('hooks.isReplay')}</span>}
        </div>
      </Cell>
      <Cell className="min-w-28">
        <CallBadge call={call} />
        <NextTry call={call} />
      </Cell>
      <Cell className={`${wideOnly} text-right text-muted tabular-nums`}>{attempts}</Cell>
      <Cell className="whitespace-nowrap text-muted">
        <Moment at={createdAt} />
      </Cell>
    </Row>
  );
}

/** How a call stands. */
export function CallBadge({ call }: { call: Pick<Call, 'state' | 'hold'> }) {
  const { tone, label } = describeCall(call);
  return <Badge tone={tone}>{t(label)}</Badge>;
}

/** "Next try in 5 minutes". */
export function NextTryText({ at }: { at: string }) {
  return t('hooks.nextTry', { when: useRelative(at) });
}

/** When it is tried again, or why it never arrived. */
function NextTry({ call: { nextAttemptAt, attempts, reason } }: { call: Call }) {
  if (nextAttemptAt !== null && attempts > 0)
    return (
      <div className="text-xs text-muted md:whitespace-nowrap">
        <NextTryText at={nextAttemptAt} />
      </div>
    );
  const why = findWhy(reason);
  if (why === undefined) return null;
  return <div className="max-w-60 text-xs text-muted max-md:hidden">{t(why)}</div>;
}
