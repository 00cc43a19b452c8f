import { useNavigate } from '@tanstack/react-router';
import { ListChecks, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PagesView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { CallDialog } from './call-dialog.tsx';
import { CallTable } from './call-table.tsx';
import { callStates, stateText } from './call-text.ts';
import type { CallSearch } from './call-search.ts';
import { ReplayDialog } from './replay-dialog.tsx';
import type { Endpoint } from './webhook-types.ts';

/** What is sent while one looks shows within this time. */
const REFETCH_MS = 4_000;

interface CallsSectionProps {
  endpoint: Endpoint;
  search: CallSearch;
}

/** The log of an endpoint; its filter and the call that is open live in the address (web W14). */
export function CallsSection({ endpoint, search }: CallsSectionProps) {
  const [isReplaying, setReplaying] = useState(false);
  const navigate = useNavigate({ from: '/o/$organizationId/webhooks/$endpointId' });
  const show = (next: CallSearch) =>
    void navigate({ search: next, replace: true, resetScroll: false });
  const { state, call } = search;
  return (
    <Section
      title={t('hooks.calls')}
      description={t('hooks.callsText')}
      actions={
        <>
          <StateChoice state={state} onChange={(next) => show({ ...search, state: next })} />
          <Button disabled={endpoint.state === 'disabled'} onClick={() => setReplaying(true)}>
            <RotateCw aria-hidden="true" />
            {t('hooks.replay')}
          </Button>
        </>
      }
    >
      <Calls
        endpointId={endpoint.id}
        state={state}
        onOpen={(id) => show({ ...search, call: id })}
        onClear={() => show({})}
      />
      {call !== undefined && (
        <CallDialog
          endpoint={endpoint}
          callId={call}
          onClose={() => show({ ...search, call: undefined })}
        />
      )}
      {isReplaying && <ReplayDialog endpoint={endpoint} onClose={() => setReplaying(false)} />}
    </Section>
  );
}

interface StateChoiceProps {
  state: CallSearch['state'];
  onChange: (state: CallSearch['state']) => void;
}

function StateChoice({ state, onChange }: StateChoiceProps) {
  return (
    <Select
      inline
      aria-label={t('hooks.state')}
      value={state ?? ''}
      onChange={({ target }) => onChange(callStates.find((one) => one === target.value))}
    >
      <option value="">{t('hooks.anyState')}</option>
      {callStates.map((one) => (
        <option key={one} value={one}>
          {t(stateText(one))}
        </option>
      ))}
    </Select>
  );
}

interface CallsProps {
  endpointId: string;
  state: CallSearch['state'];
  onOpen: (callId: string) => void;
  onClear: () => void;
}

function Calls({ endpointId, state, onOpen, onClear }: CallsProps) {
  const input = { endpointId, ...(state !== undefined && { state }) };
  const query = useReadPages('webhooks.listAttempts', input, { refetchEveryMs: REFETCH_MS });
  return (
    <div>
      <PagesView query={query} skeleton={<TableSkeleton rows={5} />}>
        {(calls) =>
          calls.length > 0 ? (
            <CallTable calls={calls} onOpen={onOpen} />
          ) : (
            <NoCalls isFiltered={state !== undefined} onClear={onClear} />
          )
        }
      </PagesView>
      <LoadMore query={query} />
    </div>
  );
}

function NoCalls({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (!isFiltered)
    return (
      <EmptyState
        icon={ListChecks}
        title={t('hooks.callsNone')}
        description={t('hooks.callsNoneText')}
      />
    );
  return (
    <EmptyState
      icon={ListChecks}
      title={t('hooks.callsFiltered')}
      description={t('hooks.callsFilteredText')}
      action={<Button onClick={onClear}>{t('ui.clearFilter')}</Button>}
    />
  );
}
