import { useEffect, useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { type Chosen, toChosenInput } from './dead-letter-types.ts';

/** Something to do with dead letters, still to be confirmed. */
export interface DeadAct {
  kind: 'redrive' | 'discard';
  chosen: Chosen;
}

const RATE = { usual: 60, max: 6_000 } as const;

interface DeadActDialogProps {
  act: DeadAct;
  onClose: () => void;
}

/** Counts first (a dry run), then asks, then does it. */
export function DeadActDialog({ act, onClose }: DeadActDialogProps) {
  const { kind } = act;
  const [perMinute, setPerMinute] = useState<number>(RATE.usual);
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const count = useMatching(act);
  const run = useRun(act, perMinute);
  const confirm = async () => {
    setPending(true);
    const failure = await run();
    setPending(false);
    if (failure !== null) return setError(failure);
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t(`dead.${kind}Title`)}
      description={t(`dead.${kind}Text`)}
      action={t(`dead.${kind}`)}
      tone={kind === 'redrive' ? 'primary' : 'danger'}
      isAllowed={count !== null && count > 0 && isRate(perMinute)}
      error={error}
      pending={isPending}
      onConfirm={() => void confirm()}
    >
      <div className="flex flex-col gap-4">
        <p role="status" className="text-base font-medium text-ink">
          {count === null ? t('dead.counting') : t('dead.matching', { count })}
        </p>
        {kind === 'redrive' && <RateField value={perMinute} onChange={setPerMinute} />}
      </div>
    </ConfirmDialog>
  );
}

function isRate(perMinute: number): boolean {
  return Number.isInteger(perMinute) && perMinute >= 1 && perMinute <= RATE.max;
}

function RateField({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  return (
    <Field label={t('dead.perMinute')}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={1}
          max={RATE.max}
          value={Number.isNaN(value) ? '' : value}
          onChange={({ target }) => onChange(target.valueAsNumber)}
        />
      )}
    </Field>
  );
}

/** How many it is about, by a run that changes nothing; null until that is known. */
function useMatching({ kind, chosen }: DeadAct): number | null {
  const { id: organizationId } = useOrganization();
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    let isOver = false;
    const input = { ...toChosenInput(organizationId, chosen), isDryRun: true };
    void call(`deadLetters.${kind}`, input).then((outcome) => {
      if (isOver) return;
      if (outcome.ok) setCount(outcome.data.matching);
      else showFailureToast(outcome.error);
    });
    return () => {
      isOver = true;
    };
  }, [organizationId, kind, chosen]);
  return count;
}

/** Does it and tells how many; answers why not, or null. */
function useRun({ kind, chosen }: DeadAct, perMinute: number): () => Promise<string | null> {
  const { id: organizationId } = useOrganization();
  const input = toChosenInput(organizationId, chosen);
  return async () => {
    if (kind === 'redrive') {
      const outcome = await call('deadLetters.redrive', { ...input, perMinute });
      if (!outcome.ok) return describeFailure(outcome.error);
      showToast({ title: t('dead.redriven', { count: outcome.data.redriven }) });
    } else {
      const outcome = await call('deadLetters.discard', input);
      if (!outcome.ok) return describeFailure(outcome.error);
      showToast({ title: t('dead.discarded', { count: outcome.data.discarded }) });
    }
    await refreshReads('deadLetters.list', 'notifications.queueStats', 'notifications.deliveries');
    return null;
  };
}
