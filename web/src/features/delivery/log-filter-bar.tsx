import { noticeCategories } from '@boardwire/contract/notices';
import { t } from '../../i18n/t.tsx';
import { Input } from '../../ui/input.tsx';
import { CHANNELS, STATES, type Channel, type DeliveryState } from './delivery-types.ts';
import { FilterChoice, Labelled } from '../../ui/labelled.tsx';
import { type LogFilter, withField } from './log-filter.ts';
import { PersonChoice } from './person-choice.tsx';
import { categoryName } from './words.ts';

interface LogFilterBarProps {
  filter: LogFilter;
  onChange: (filter: LogFilter) => void;
}

export function LogFilterBar({ filter, onChange }: LogFilterBarProps) {
  const categories = Object.keys(noticeCategories);
  const { category } = filter;
  // A category of a program, in an address that somebody was sent.
  if (category !== undefined && !categories.includes(category)) categories.push(category);
  return (
    <div role="search" className="grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-6">
      <OfDeliveries filter={filter} onChange={onChange} />
      <FilterChoice
        label={t('delivery.category')}
        value={category}
        options={categories.map((name) => [name, categoryName(name)])}
        onChange={(next) => onChange(withField(filter, 'category', next))}
      />
      <Day
        label={t('delivery.from')}
        value={filter.from}
        max={filter.to}
        onChange={(next) => onChange(withField(filter, 'from', next))}
      />
      <Day
        label={t('delivery.to')}
        value={filter.to}
        min={filter.from}
        onChange={(next) => onChange(withField(filter, 'to', next))}
      />
    </div>
  );
}

/** Choosing one of these lists deliveries: a message has many of each. */
function OfDeliveries({ filter, onChange }: LogFilterBarProps) {
  return (
    <>
      <FilterChoice
        label={t('delivery.state')}
        value={filter.state}
        options={STATES.map((state) => [state, t(`deliveryState.${state}`)])}
        onChange={(next) => onChange(withField(filter, 'state', next as DeliveryState | undefined))}
      />
      <FilterChoice
        label={t('delivery.channel')}
        value={filter.channel}
        options={CHANNELS.map((channel) => [channel, t(`channel.${channel}`)])}
        onChange={(next) => onChange(withField(filter, 'channel', next as Channel | undefined))}
      />
      <PersonChoice
        label={t('delivery.recipient')}
        empty={t('delivery.everyone')}
        value={filter.recipientId ?? ''}
        canClear
        onChange={(next) => onChange(withField(filter, 'recipientId', next))}
      />
    </>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onChange: (day: string) => void;
}

function Day({ label, value, onChange, ...limits }: DayProps) {
  return (
    <Labelled label={label}>
      {(id) => (
        <Input
          id={id}
          type="date"
          value={value ?? ''}
          onChange={({ target }) => onChange(target.value)}
          {...limits}
        />
      )}
    </Labelled>
  );
}
