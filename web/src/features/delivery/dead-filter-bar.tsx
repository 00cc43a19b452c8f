import { noticeCategories } from '@boardwire/contract/notices';
import { useEffect, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { useDebounced } from '../../lib/use-debounced.ts';
import { Input } from '../../ui/input.tsx';
import type { DeadFilter } from './dead-letter-types.ts';
import { CHANNELS, type Channel } from './delivery-types.ts';
import { FilterChoice, Labelled } from '../../ui/labelled.tsx';
import { categoryName } from './words.ts';

interface DeadFilterBarProps {
  filter: DeadFilter;
  onChange: (filter: DeadFilter) => void;
}

function withField<Field extends keyof DeadFilter>(
  filter: DeadFilter,
  field: Field,
  value: DeadFilter[Field] | undefined,
): DeadFilter {
  const { [field]: _dropped, ...rest } = filter;
  return value === undefined || value === '' ? rest : { ...rest, [field]: value };
}

export function DeadFilterBar({ filter, onChange }: DeadFilterBarProps) {
  return (
    <div role="search" className="grid grid-cols-2 gap-3 md:grid-cols-3">
      <FilterChoice
        label={t('delivery.channel')}
        value={filter.channel}
        options={CHANNELS.map((channel) => [channel, t(`channel.${channel}`)])}
        onChange={(next) => onChange(withField(filter, 'channel', next as Channel | undefined))}
      />
      <FilterChoice
        label={t('delivery.category')}
        value={filter.category}
        options={Object.keys(noticeCategories).map((name) => [name, categoryName(name)])}
        onChange={(next) => onChange(withField(filter, 'category', next))}
      />
      <ReasonInput
        reason={filter.reason ?? ''}
        onChange={(next) => onChange(withField(filter, 'reason', next))}
      />
    </div>
  );
}

/** Codes of providers have no end: they are typed, not chosen. */
function ReasonInput({ reason, onChange }: { reason: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(reason);
  const wanted = useDebounced(typed.trim());
  useEffect(() => {
    if (wanted !== reason) onChange(wanted);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only what was typed asks for anything
  }, [wanted]);
  return (
    <Labelled label={t('dead.reason')}>
      {(id) => (
        <Input
          id={id}
          type="search"
          maxLength={200}
          spellCheck={false}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      )}
    </Labelled>
  );
}
