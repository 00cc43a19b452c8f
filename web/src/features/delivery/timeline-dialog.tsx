import type { Output } from '@boardwire/sdk/operations';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { CancelButton } from './cancel-button.tsx';
import type { Delivery, DeliveryState } from './delivery-types.ts';
import { SendNowButton } from './send-now-button.tsx';
import { StateBadge } from './state-badge.tsx';
import { detailOf, reasonText, stateTone } from './words.ts';

type Happening = Output<'notifications.timeline'>['happenings'][number];

/** While something may still happen. */
const REFRESH_MS = 3_000;

interface TimelineDialogProps {
  delivery: Pick<Delivery, 'id' | 'channel' | 'state' | 'hold' | 'reason'>;
  title: string;
  onClose: () => void;
}

/** What happened to one delivery: each attempt, who answered what, and how long it took. */
export function TimelineDialog({ delivery, title, onClose }: TimelineDialogProps) {
  const { id, channel, state } = delivery;
  const detail = detailOf(delivery);
  const query = useRead('notifications.timeline', { jobId: id }, { refetchEveryMs: REFRESH_MS });
  return (
    <Dialog
      open
      isToRead
      width="md"
      onOpenChange={onClose}
      title={title}
      description={
        <span className="flex flex-wrap items-center gap-2 text-sm">
          {t(`channel.${channel}`)} <StateBadge state={state} /> {detail}
        </span>
      }
    >
      <QueryView query={query} skeleton={<TableSkeleton rows={3} />}>
        {({ happenings, isCut }) => (
          <>
            <h3 className="mb-3 text-sm font-medium text-muted">{t('timeline.title')}</h3>
            <ol aria-label={t('timeline.title')} className="flex flex-col">
              {happenings.map((happening, index) => (
                <HappeningLine key={index} happening={happening} />
              ))}
            </ol>
            {isCut && <p className="mt-3 text-sm text-muted">{t('timeline.cut')}</p>}
          </>
        )}
      </QueryView>
      <DialogFooter>
        {state === 'queued' && <CancelButton id={id} />}
        {delivery.hold === 'retry' && <SendNowButton id={id} />}
        <Button onClick={onClose}>{t('ui.close')}</Button>
      </DialogFooter>
    </Dialog>
  );
}

const DOTS = {
  neutral: 'bg-faint',
  accent: 'bg-accent',
  success: 'bg-success-ink',
  warning: 'bg-warning-ink',
  danger: 'bg-danger-ink',
} as const;

function HappeningLine({ happening }: { happening: Happening }) {
  const { at, code, answer, providerId, latencyMs } = happening;
  const facts = [
    providerId === null ? null : t('timeline.provider', { provider: providerId }),
    latencyMs === null ? null : t('timeline.latency', { count: latencyMs }),
    code === null ? null : reasonText(code),
  ].filter((fact) => fact !== null);
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0 before:absolute before:top-3 before:bottom-0 before:left-[3.5px] before:w-px before:bg-line last:before:hidden">
      <span
        aria-hidden="true"
        className={cx('relative mt-1.5 size-2 shrink-0 rounded-full', DOTS[toneOf(happening)])}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5 text-sm">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-medium text-ink">{sayHappening(happening)}</span>
          <time dateTime={at} className="text-xs text-muted tabular-nums">
            {formatDateTime(at, true)}
          </time>
        </div>
        {facts.length > 0 && (
          <div className="break-words text-muted" translate="no">
            {facts.join(' · ')}
          </div>
        )}
        {answer !== null && (
          <pre
            role="group"
            aria-label={t('timeline.answer')}
            translate="no"
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keys
            tabIndex={0}
            className="mt-1 max-h-40 overflow-auto rounded bg-sunken px-3 py-2 font-mono text-xs whitespace-pre-wrap text-ink"
          >
            {answer}
          </pre>
        )}
      </div>
    </li>
  );
}

function toneOf({ type, state }: Happening) {
  if (type === 'ended') return stateTone(state as DeliveryState);
  if (type === 'deadLetter') return 'danger';
  if (type !== 'answer') return 'neutral';
  return state === 'accepted' ? 'success' : state === 'refused' ? 'danger' : 'warning';
}

function sayHappening({ type, state, attempt }: Happening): string {
  const number = attempt ?? 0;
  switch (type) {
    case 'attempt':
      return t('timeline.attempt', { number });
    case 'answer':
      return t(`timeline.${state as 'accepted' | 'refused' | 'uncertain' | 'fenced'}`, { number });
    case 'ended':
      return t('timeline.ended', { state: t(`deliveryState.${state as DeliveryState}`) });
    default:
      return t(`timeline.${type}`);
  }
}
