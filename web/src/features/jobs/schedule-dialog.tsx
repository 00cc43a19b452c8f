import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { CheckboxField, TextField } from '../../form/fields.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import type { Failure } from '../../lib/failure.ts';
import { refreshReads, showFailureToast, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { Schedule } from './job-types.ts';
import { scheduleName } from './schedule-words.ts';

interface ScheduleDialogProps {
  schedule: Schedule;
  onClose: () => void;
}

/** When a schedule runs; its default stands beside it (web W19). */
export function ScheduleDialog({ schedule, onClose }: ScheduleDialogProps) {
  const title = t('schedules.changeOf', { name: scheduleName(schedule.name) });
  return (
    <Dialog open onOpenChange={onClose} title={title} description={t('schedules.changeText')}>
      <ScheduleForm schedule={schedule} onClose={onClose} />
    </Dialog>
  );
}

interface Times {
  cron: string;
  timeZone: string;
  isOn: boolean;
}

/** The same refusal, with problems where this form has their fields. */
function placeProblems(failure: Failure): Failure {
  const fields = failure.details?.fields?.map(({ path, message }) => {
    return { path: path.replace(/^times\./, ''), message };
  });
  return fields === undefined ? failure : { ...failure, details: { ...failure.details, fields } };
}

function ScheduleForm({ schedule, onClose }: ScheduleDialogProps) {
  const { name, cron, timeZone, isOn, default: preset } = schedule;
  const form = useServerForm<Times, Schedule>({
    defaultValues: { cron, timeZone, isOn },
    async send(times) {
      const outcome = await call('schedules.update', { schedule: name, times });
      return outcome.ok ? outcome : { ok: false, error: placeProblems(outcome.error) };
    },
    onDone: async () => {
      showToast({ title: t('schedules.saved') });
      onClose();
      await refreshReads('schedules.list');
    },
  });
  return (
    <Form form={form} label={scheduleName(name)}>
      <FormError />
      <TextField
        name="cron"
        label={t('schedules.cron')}
        hint={t('schedules.cronHint', { cron: preset.cron })}
        autoComplete="off"
        spellCheck={false}
        className="font-mono"
      />
      <TextField
        name="timeZone"
        label={t('schedules.timeZone')}
        hint={t('schedules.zoneHint', { zone: preset.timeZone })}
        autoComplete="off"
        spellCheck={false}
      />
      <CheckboxField name="isOn" label={t('schedules.isOn')} />
      <DialogFooter>
        {!schedule.isDefault && <ResetButton schedule={schedule} onDone={onClose} />}
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton>{t('schedules.save')}</SubmitButton>
      </DialogFooter>
    </Form>
  );
}

function ResetButton({ schedule: { name }, onDone }: { schedule: Schedule; onDone: () => void }) {
  const update = useWrite('schedules.update', ['schedules.list']);
  const reset = async () => {
    const outcome = await update.send({ schedule: name, times: null });
    if (!outcome.ok) return showFailureToast(outcome.error);
    showToast({ title: t('schedules.saved') });
    onDone();
  };
  return (
    <Button pending={update.isPending} onClick={() => void reset()}>
      {t('schedules.reset')}
    </Button>
  );
}
