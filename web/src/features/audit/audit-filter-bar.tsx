import { type ReactNode, useId } from 'react';
import { t } from '../../i18n/t.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { ACT_GROUPS, type AuditFilter } from './audit-filter.ts';
import { usePeople } from './use-people.ts';

interface AuditFilterBarProps {
  filter: AuditFilter;
  onChange: (filter: AuditFilter) => void;
}

function withField(filter: AuditFilter, field: keyof AuditFilter, value: string): AuditFilter {
  const { [field]: _dropped, ...rest } = filter;
  return value === '' ? rest : { ...rest, [field]: value };
}

export function AuditFilterBar({ filter, onChange }: AuditFilterBarProps) {
  const set = (field: keyof AuditFilter) => (event: { target: { value: string } }) =>
    onChange(withField(filter, field, event.target.value));
  return (
    <div role="search" className="grid grid-cols-2 gap-3 md:grid-cols-4">
      <Labelled label={t('audit.filterAction')}>
        {(id) => (
          <Select id={id} value={filter.action ?? ''} onChange={set('action')}>
            <option value="">{t('audit.allActions')}</option>
            {ACT_GROUPS.map((group) => (
              <option key={group} value={group}>
                {t(`auditGroup.${group}`)}
              </option>
            ))}
          </Select>
        )}
      </Labelled>
      <Labelled label={t('audit.who')}>
        {(id) => <PersonSelect id={id} value={filter.actorId ?? ''} onChange={set('actorId')} />}
      </Labelled>
      <Labelled label={t('audit.from')}>
        {(id) => (
          <Input
            id={id}
            type="date"
            max={filter.to}
            value={filter.from ?? ''}
            onChange={set('from')}
          />
        )}
      </Labelled>
      <Labelled label={t('audit.to')}>
        {(id) => (
          <Input
            id={id}
            type="date"
            min={filter.from}
            value={filter.to ?? ''}
            onChange={set('to')}
          />
        )}
      </Labelled>
    </div>
  );
}

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

interface PersonSelectProps {
  id: string;
  value: string;
  onChange: (event: { target: { value: string } }) => void;
}

function PersonSelect({ id, value, onChange }: PersonSelectProps) {
  const people = usePeople();
  return (
    <Select id={id} value={value} onChange={onChange}>
      <option value="">{t('audit.everyone')}</option>
      {people.map(({ userId, name }) => (
        <option key={userId} value={userId}>
          {name}
        </option>
      ))}
    </Select>
  );
}
