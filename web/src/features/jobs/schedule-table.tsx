import { Clock, Play } from 'lucide-react';
import { useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { When } from '../../ui/when.tsx';
import type { Schedule } from './job-types.ts';
import { LastRun } from './last-run.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { scheduleName } from './schedule-words.ts';

/** Each schedule with its times, its last run and its next one. */
export function ScheduleTable({ schedules }: { schedules: readonly Schedule[] }) {
  const [changed, setChanged] = useState<Schedule | null>(null);
  return (
    <>
      <Table
        label={t('jobs.schedules')}
        head={[
          { label: t('schedules.what') },
          { label: t('schedules.times'), className: wideOnly },
          { label: t('schedules.lastRun'), className: wideOnly },
          { label: t('schedules.nextRun') },
          null,
        ]}
      >
        {schedules.map((schedule) => (
          <ScheduleRow
            key={schedule.name}
            schedule={schedule}
            onChange={() => setChanged(schedule)}
          />
        ))}
      </Table>
      {changed && <ScheduleDialog schedule={changed} onClose={() => setChanged(null)} />}
    </>
  );
}

function ScheduleRow({ schedule, onChange }: { schedule: Schedule; onChange: () => void }) {
  const { name, cron, timeZone, isDefault, lastRun, nextRunAt } = schedule;
  const label = scheduleName(name);
  return (
    <Row>
      <Cell className="w-full min-w-36">
        <div className="flex flex-wrap items-center gap-x-2 font-medium text-ink">
          {label}
          {!isDefault && <Badge tone="accent">{t('schedules.changed')}</Badge>}
        </div>
        <div className="flex flex-wrap items-center gap-1.5 text-xs text-muted md:hidden">
          <code translate="no">{cron}</code>
          <LastRun run={lastRun} />
        </div>
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap`}>
        <code className="font-mono text-sm text-ink" translate="no">
          {cron}
        </code>
        <div className="text-xs text-muted" translate="no">
          {timeZone}
        </div>
      </Cell>
      <Cell className={`${wideOnly} max-w-64 min-w-44`}>
        <LastRun run={lastRun} />
      </Cell>
      <Cell className="whitespace-nowrap text-muted">
        {nextRunAt === null ? (
          <Badge tone="warning">{t('schedules.off')}</Badge>
        ) : (
          <>
            <When at={nextRunAt} />
            <div className="text-xs tabular-nums max-md:hidden">{formatDateTime(nextRunAt)}</div>
          </>
        )}
      </Cell>
      <Cell>
        <div className="flex justify-end gap-1">
          <RunButton schedule={schedule} label={label} />
          <IconButton
            icon={Clock}
            label={t('schedules.changeOf', { name: label })}
            onClick={onChange}
          />
        </div>
      </Cell>
    </Row>
  );
}

function RunButton({ schedule: { name }, label }: { schedule: Schedule; label: string }) {
  const run = useWrite('schedules.run', ['schedules.list', 'jobs.queues', 'jobs.list']);
  const start = async () => {
    const outcome = await run.send({ schedule: name });
    if (outcome.ok) showToast({ title: t('schedules.started', { name: label }) });
    else showFailureToast(outcome.error);
  };
  return (
    <Button
      size="sm"
      pending={run.isPending}
      aria-label={t('schedules.runOf', { name: label })}
      onClick={() => void start()}
    >
      <Play aria-hidden="true" />
      <span className="max-sm:sr-only">{t('schedules.run')}</span>
    </Button>
  );
}
