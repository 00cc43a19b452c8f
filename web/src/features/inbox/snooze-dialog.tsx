import { CalendarClock, CalendarDays, type LucideIcon, Sunrise, Timer } from 'lucide-react';
import { type SyntheticEvent, useState } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { fromZoned } from '../../i18n/zoned-time.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { closeInboxDialogs, useInboxDialogs } from './inbox-dialogs.ts';
import { type Chosen, snoozeEntries } from './marks.ts';
import { listSnoozeTimes, type SnoozeTime, toMoment } from './snooze-times.ts';

const ICONS: Record<SnoozeTime['id'], LucideIcon> = {
  later: Timer,
  tomorrow: Sunrise,
  monday: CalendarDays,
  week: CalendarClock,
};
const LABELS = {
  later: 'snooze.later',
  tomorrow: 'snooze.tomorrow',
  monday: 'snooze.monday',
  week: 'snooze.week',
} as const;

/** Asks until when entries are put off. */
export function SnoozeDialog() {
  const chosen = useInboxDialogs(({ snoozed }) => snoozed);
  return (
    <Dialog
      open={chosen !== null}
      onOpenChange={(isOpen) => !isOpen && closeInboxDialogs()}
      title={t('snooze.title')}
      isToRead
    >
      {chosen && <Choices chosen={chosen} />}
    </Dialog>
  );
}

function Choices({ chosen }: { chosen: Chosen }) {
  const { timeZone } = useAccount();
  const [nowMs] = useState(() => Date.now());
  const put = (until: string) => {
    closeInboxDialogs();
    void snoozeEntries(chosen, until);
  };
  return (
    <div className="flex flex-col gap-5">
      <ul className="flex flex-col gap-1">
        {listSnoozeTimes(nowMs, timeZone).map(({ id, until }) => {
          const Icon = ICONS[id];
          return (
            <li key={id}>
              <button
                type="button"
                onClick={() => put(until)}
                className="flex min-h-10 w-full flex-wrap items-center gap-x-3 rounded px-2 py-1 text-left text-base text-ink transition-colors hover:bg-hover"
              >
                <Icon aria-hidden="true" className="size-4 text-muted" />
                <span className="flex-1">{t(LABELS[id])}</span>
                <span className="text-sm text-muted">{formatDateTime(until)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <OwnTime timeZone={timeZone} onPut={put} />
    </div>
  );
}

const YEAR_MS = 366 * 86_400_000;

function OwnTime({ timeZone, onPut }: { timeZone: string; onPut: (until: string) => void }) {
  const [local, setLocal] = useState('');
  const [error, setError] = useState<string>();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const until = local === '' ? null : toMoment(fromZoned(local, timeZone));
    const aheadMs = until === null ? 0 : Date.parse(until) - Date.now();
    if (until === null || aheadMs <= 0 || aheadMs > YEAR_MS) return setError(t('snooze.past'));
    onPut(until);
  };
  return (
    <form
      noValidate
      onSubmit={submit}
      className="flex flex-wrap items-end gap-2 border-t border-line pt-4"
    >
      <Field label={t('snooze.own')} error={error} className="flex-1">
        {(control) => (
          <Input
            type="datetime-local"
            value={local}
            onChange={({ target }) => setLocal(target.value)}
            {...control}
          />
        )}
      </Field>
      <Button type="submit" className="h-9">
        {t('snooze.set')}
      </Button>
    </form>
  );
}
