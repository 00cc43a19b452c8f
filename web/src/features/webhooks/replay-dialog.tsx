import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useRead } from '../../lib/query.ts';
import { refreshReads, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { stateText } from './call-text.ts';
import { EventChoices } from './event-types-field.tsx';
import type { Endpoint, EventType } from './webhook-types.ts';

const STATES = ['failed', 'suppressed', 'sent', 'expired', 'cancelled'] as const;
type EndState = (typeof STATES)[number];

const DAY_MS = 86_400_000;

interface Filter {
  /** As a field of the browser has it, in local time. */
  since: string;
  states: readonly EndState[];
  eventTypes: readonly EventType[];
}

interface ReplayDialogProps {
  endpoint: Endpoint;
  onClose: () => void;
}

/** Sends again what ended since a time: how many that is shows before anything is sent. */
export function ReplayDialog({ endpoint, onClose }: ReplayDialogProps) {
  const [filter, setFilter] = useState<Filter>(() => ({
    since: toLocalField(new Date(Date.now() - DAY_MS)),
    states: ['failed', 'suppressed'],
    eventTypes: [],
  }));
  return (
    <Dialog
      open
      width="md"
      onOpenChange={onClose}
      title={t('hooks.replayTitle')}
      description={t('hooks.replayText')}
    >
      <div className="flex flex-col gap-4">
        <FilterFields filter={filter} onChange={setFilter} />
        <ReplayFooter endpointId={endpoint.id} filter={filter} onClose={onClose} />
      </div>
    </Dialog>
  );
}

/** "2026-11-21T14:05", as a field of the browser takes it. */
function toLocalField(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

interface FilterFieldsProps {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

function FilterFields({ filter, onChange }: FilterFieldsProps) {
  const { since, states, eventTypes } = filter;
  const toggle = (state: EndState, isOn: boolean) =>
    onChange({
      ...filter,
      states: isOn ? [...states, state] : states.filter((one) => one !== state),
    });
  return (
    <>
      <Field label={t('hooks.replaySince')} className="max-w-70">
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            value={since}
            onChange={({ target }) => onChange({ ...filter, since: target.value })}
          />
        )}
      </Field>
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-sm font-medium text-ink">{t('hooks.replayStates')}</legend>
        <div className="flex flex-wrap gap-x-6">
          {STATES.map((state) => (
            <Checkbox
              key={state}
              label={t(stateText(state))}
              checked={states.includes(state)}
              onChange={({ target }) => toggle(state, target.checked)}
            />
          ))}
        </div>
      </fieldset>
      <details className="rounded border border-line">
        <summary className="cursor-pointer px-3 py-2 text-sm font-medium text-ink">
          {eventTypes.length === 0
            ? t('hooks.replayAnyEvent')
            : `${t('hooks.replayEvents')}: ${eventTypes.length}`}
        </summary>
        <EventChoices
          words=""
          chosen={eventTypes}
          onChange={(chosen) => onChange({ ...filter, eventTypes: chosen })}
        />
      </details>
    </>
  );
}

interface ReplayFooterProps {
  endpointId: string;
  filter: Filter;
  onClose: () => void;
}

function ReplayFooter({ endpointId, filter, onClose }: ReplayFooterProps) {
  const [error, setError] = useState<string>();
  const replay = useWrite('webhooks.replay', ['webhooks.listAttempts']);
  const input = toInput(endpointId, filter);
  const isComplete = filter.since !== '' && filter.states.length > 0;
  // Counting changes nothing: it is asked as often as the filter changes.
  const counted = useRead('webhooks.replay', { ...input, isDryRun: true }, { enabled: isComplete });
  const count = isComplete ? (counted.data?.count ?? 0) : 0;
  const send = async () => {
    const answer = await replay.send(input);
    if (!answer.ok) return setError(describeFailure(answer.error));
    showToast({ title: t('hooks.replayed', { count: answer.data.count }) });
    await refreshReads('webhooks.replay');
    if (!answer.data.hasMore) onClose();
  };
  const problem = error ?? (counted.error ? describeFailure(counted.error.failure) : undefined);
  return (
    <>
      <div role="status" className="min-h-10 text-sm text-muted">
        {isComplete ? <Count answer={counted.data} /> : t('hooks.chooseState')}
      </div>
      {problem !== undefined && (
        <p role="alert" className="text-sm text-danger-ink">
          {problem}
        </p>
      )}
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button
          variant="primary"
          disabled={count === 0}
          pending={replay.isPending}
          onClick={() => void send()}
        >
          {t('hooks.replayAction', { count })}
        </Button>
      </DialogFooter>
    </>
  );
}

function toInput(endpointId: string, { since, states, eventTypes }: Filter) {
  return {
    endpointId,
    since: since === '' ? '' : new Date(since).toISOString(),
    states: [...states],
    eventTypes: [...eventTypes],
  };
}

function Count({ answer }: { answer: { count: number; hasMore: boolean } | undefined }) {
  if (answer === undefined) return t('hooks.replayCounting');
  const { count, hasMore } = answer;
  if (count === 0) return t('hooks.replayNone');
  return `${t('hooks.replayCount', { count })}${hasMore ? ` ${t('hooks.replayMore')}` : ''}`;
}
