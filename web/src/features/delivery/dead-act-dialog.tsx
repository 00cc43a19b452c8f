import { useEffect, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { discard, redrive } from './dead-acts.ts';
import type { Chosen, DeadScope } from './dead-letter-types.ts';

/** Something to do with dead letters, still to be confirmed. */
export interface DeadAct {
  kind: 'redrive' | 'discard';
  chosen: Chosen;
}

const RATE = { usual: 60, max: 6_000 } as const;

interface DeadActDialogProps {
  scope: DeadScope;
  act: DeadAct;
  onClose: () => void;
}

/** Counts first (a dry run), then asks, then does it. */
export function DeadActDialog({ scope, act, onClose }: DeadActDialogProps) {
  const { kind } = act;
  const [perMinute, setPerMinute] = useState<number>(RATE.usual);
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const count = useMatching(scope, act);
  const run = useRun(scope, act, perMinute);
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
function useMatching(scope: DeadScope, { kind, chosen }: DeadAct): number | null {
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    let isOver = false;
    const count = kind === 'redrive' ? redrive : discard;
    void count(scope, chosen, { isDryRun: true }).then((outcome) => {
      if (isOver) return;
      if (outcome.ok) setCount(outcome.data.matching);
      else showFailureToast(outcome.error);
    });
    return () => {
      isOver = true;
    };
  }, [scope, kind, chosen]);
  return count;
}

/** Does it and tells how many; answers why not, or null. */
function useRun(
  scope: DeadScope,
  { kind, chosen }: DeadAct,
  perMinute: number,
): () => Promise<string | null> {
  return async () => {
    if (kind === 'redrive') {
      const outcome = await redrive(scope, chosen, { perMinute });
      if (!outcome.ok) return describeFailure(outcome.error);
      showToast({ title: t('dead.redriven', { count: outcome.data.redriven }) });
    } else {
      const outcome = await discard(scope, chosen, {});
      if (!outcome.ok) return describeFailure(outcome.error);
      showToast({ title: t('dead.discarded', { count: outcome.data.discarded }) });
    }
    await refreshReads(
      'deadLetters.list',
      'instanceDeadLetters.list',
      'notifications.queueStats',
      'notifications.deliveries',
    );
    return null;
  };
}
