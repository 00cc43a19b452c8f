import { t } from '../../i18n/t.tsx';
import { Badge } from '../../ui/badge.tsx';
import { STATES, type DeliveryState, type Message } from './delivery-types.ts';
import { stateTone } from './words.ts';

export function StateBadge({ state }: { state: DeliveryState }) {
  return <Badge tone={stateTone(state)}>{t(`deliveryState.${state}`)}</Badge>;
}

/** As a delivery's; a message that nobody could plan has none. */
export function DeadStateBadge({ state }: { state: DeliveryState | 'parked' }) {
  if (state === 'parked') return <Badge tone="danger">{t('delivery.parked')}</Badge>;
  return <StateBadge state={state} />;
}

/** How many deliveries of a message are in each state. */
export function CountBadges({ message }: { message: Message }) {
  const { counts, isPlanned, isParked, cancelledAt } = message;
  const given = STATES.flatMap((state) => {
    const count = counts[state] ?? 0;
    return count === 0 ? [] : [{ state, count }];
  });
  if (isParked) return <DeadStateBadge state="parked" />;
  if (!isPlanned && cancelledAt === null)
    return <Badge tone="accent">{t('delivery.notPlanned')}</Badge>;
  if (given.length === 0 && cancelledAt !== null) return <StateBadge state="cancelled" />;
  if (given.length === 0) return <span className="text-muted">{t('delivery.nobody')}</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {given.map(({ state, count }) => (
        <Badge key={state} tone={stateTone(state)}>
          {t('delivery.countOf', { state: t(`deliveryState.${state}`), count })}
        </Badge>
      ))}
    </span>
  );
}
