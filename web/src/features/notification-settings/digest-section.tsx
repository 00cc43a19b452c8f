import type { Output } from '@boardwire/sdk/operations';
import { useState } from 'react';
import { formatDateTime, formatHour } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { queryClient } from '../../lib/query-client.ts';
import { useRead } from '../../lib/query.ts';
import { showFailureToast } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Card, Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { DayChoice } from './day-choice.tsx';

type DigestTime = Output<'digestTime.get'>;

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When one's digests go out (delivery D16). */
export function DigestSection() {
  const query = useRead('digestTime.get', {});
  return (
    <Section title={t('digest.title')} description={t('digest.text')}>
      <Card>
        <QueryView query={query} skeleton={<TableSkeleton rows={1} />}>
          {(time) => <Editor key={`${time.hour} ${time.days.join()}`} time={time} />}
        </QueryView>
      </Card>
    </Section>
  );
}

function Editor({ time }: { time: DigestTime }) {
  const [hour, setHour] = useState(time.hour);
  const [days, setDays] = useState<readonly number[]>(time.days);
  const isChanged = hour !== time.hour || days.join() !== time.days.join();
  return (
    <div className="flex flex-col items-start gap-4">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <Field label={t('digest.hour')}>
          {(control) => (
            <Select
              value={String(hour)}
              onChange={({ target }) => setHour(Number(target.value))}
              {...control}
            >
              {HOURS.map((each) => (
                <option key={each} value={each}>
                  {formatHour(each)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <DayChoice label={t('digest.days')} days={days} onChange={setDays} />
      </div>
      {days.length === 0 && (
        <p role="alert" className="text-sm text-danger-ink">
          {t('quiet.noDays')}
        </p>
      )}
      <p className="text-sm text-muted">
        {t('digest.next', { when: formatDateTime(time.nextAt) })}
      </p>
      <Button
        variant="primary"
        disabled={!isChanged || days.length === 0}
        onClick={() => void save(hour, days)}
      >
        {t('ui.save')}
      </Button>
    </div>
  );
}

async function save(hour: number, days: readonly number[]): Promise<void> {
  const answer = await call('digestTime.set', { hour, days: [...days] });
  if (!answer.ok) return showFailureToast(answer.error);
  queryClient.setQueryData(['digestTime.get', {}], answer.data);
  showToast({ title: t('ui.saved') });
}
