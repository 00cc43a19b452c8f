import type { Output } from '@boardwire/sdk/operations';
import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
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
import { nextMorning } from './next-morning.ts';
import { QuietWindowRow, type QuietWindow } from './quiet-window-row.tsx';
import { listZones } from './zones.ts';

type QuietHours = Output<'quietHours.get'>;

/** Evening to morning, on every day. */
const FIRST_WINDOW: QuietWindow = { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 1_320, toMinute: 420 };
const WINDOWS_MAX = 14;

/** When one wants to hear nothing (delivery D15). */
export function QuietHoursSection() {
  const query = useRead('quietHours.get', {});
  return (
    <Section title={t('quiet.title')} description={t('quiet.text')}>
      <Card>
        <QueryView query={query} skeleton={<TableSkeleton rows={2} />}>
          {(hours) => <Editor key={JSON.stringify(hours.windows)} hours={hours} />}
        </QueryView>
      </Card>
    </Section>
  );
}

async function save({ timeZone, windows, overrideUntil }: QuietHours): Promise<void> {
  const answer = await call('quietHours.set', { timeZone, windows, overrideUntil });
  if (!answer.ok) return showFailureToast(answer.error);
  queryClient.setQueryData(['quietHours.get', {}], answer.data);
  showToast({ title: t('ui.saved') });
}

function Editor({ hours }: { hours: QuietHours }) {
  const [windows, setWindows] = useState<readonly QuietWindow[]>(hours.windows);
  const [timeZone, setTimeZone] = useState(hours.timeZone);
  const isChanged =
    JSON.stringify(windows) !== JSON.stringify(hours.windows) || timeZone !== hours.timeZone;
  const isComplete = windows.every(({ days }) => days.length > 0);
  const change = (index: number, next: QuietWindow) =>
    setWindows(windows.map((window, at) => (at === index ? next : window)));
  return (
    <div className="flex flex-col items-start gap-5">
      <Override hours={hours} />
      {windows.length === 0 && <p className="text-sm text-muted">{t('quiet.none')}</p>}
      {windows.map((window, index) => (
        <QuietWindowRow
          key={index}
          number={index + 1}
          window={window}
          onChange={(next) => change(index, next)}
          onRemove={() => setWindows(windows.filter((_, at) => at !== index))}
        />
      ))}
      <Button
        disabled={windows.length >= WINDOWS_MAX}
        onClick={() => setWindows([...windows, FIRST_WINDOW])}
      >
        <Plus aria-hidden="true" />
        {t('quiet.add')}
      </Button>
      <ZoneChoice value={timeZone} onChange={setTimeZone} />
      <Button
        variant="primary"
        disabled={!isChanged || !isComplete}
        onClick={() => void save({ ...hours, timeZone, windows: [...windows] })}
      >
        {t('ui.save')}
      </Button>
    </div>
  );
}

function ZoneChoice({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  return (
    <Field label={t('quiet.zone')} className="w-full max-w-80">
      {(control) => (
        <Select value={value} onChange={({ target }) => onChange(target.value)} {...control}>
          {listZones(value).map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** Whether it is quiet now, and the way to be heard all the same. */
function Override({ hours }: { hours: QuietHours }) {
  const { overrideUntil, isQuiet, quietUntil, timeZone } = hours;
  const [nowMs] = useState(() => Date.now());
  if (overrideUntil !== null && Date.parse(overrideUntil) > nowMs)
    return (
      <Notice text={t('quiet.overridden', { when: formatDateTime(overrideUntil) })}>
        <Button onClick={() => void save({ ...hours, overrideUntil: null })}>
          {t('quiet.endOverride')}
        </Button>
      </Notice>
    );
  if (!isQuiet || quietUntil === null) return null;
  return (
    <Notice text={t('quiet.now', { when: formatDateTime(quietUntil) })}>
      <Button
        onClick={() => void save({ ...hours, overrideUntil: nextMorning(Date.now(), timeZone) })}
      >
        {t('quiet.override')}
      </Button>
    </Notice>
  );
}

function Notice({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div
      role="status"
      className="flex w-full flex-wrap items-center justify-between gap-3 rounded bg-accent-soft px-4 py-3 text-sm text-ink"
    >
      <span className="min-w-40 flex-1">{text}</span>
      {children}
    </div>
  );
}
