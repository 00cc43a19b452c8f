import { useEffect, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { useDebounced } from '../../lib/use-debounced.ts';
import { Input } from '../../ui/input.tsx';
import { FilterChoice, Labelled } from '../../ui/labelled.tsx';
import { type JobFilter, withField } from './job-filter.ts';
import { JOB_STATES, type JobState, QUEUES, type QueueName } from './job-types.ts';

const NAME_MAX_LENGTH = 100;

interface JobFilterBarProps {
  filter: JobFilter;
  onChange: (filter: JobFilter) => void;
}

export function JobFilterBar({ filter, onChange }: JobFilterBarProps) {
  return (
    <div role="search" className="grid grid-cols-2 gap-3 md:grid-cols-3">
      <FilterChoice
        label={t('jobs.state')}
        value={filter.state}
        options={JOB_STATES.map((state) => [state, t(`jobState.${state}`)])}
        onChange={(next) => onChange(withField(filter, 'state', next as JobState | undefined))}
      />
      <FilterChoice
        label={t('jobs.queue')}
        value={filter.queue}
        options={QUEUES.map((queue) => [queue, t(`jobQueue.${queue}`)])}
        onChange={(next) => onChange(withField(filter, 'queue', next as QueueName | undefined))}
      />
      <NameInput
        name={filter.name ?? ''}
        onChange={(next) => onChange(withField(filter, 'name', next))}
      />
    </div>
  );
}

function NameInput({ name, onChange }: { name: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(name);
  const wanted = useDebounced(typed.trim());
  useEffect(() => {
    if (wanted !== name) onChange(wanted);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only what was typed asks for anything
  }, [wanted]);
  return (
    <Labelled label={t('jobs.kind')}>
      {(id) => (
        <Input
          id={id}
          type="search"
          maxLength={NAME_MAX_LENGTH}
          spellCheck={false}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      )}
    </Labelled>
  );
}
