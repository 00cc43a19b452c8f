import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import { read } from '../../lib/query.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { AttemptList } from './attempt-list.tsx';
import type { CallLog, Endpoint } from './webhook-types.ts';

/** The answer shows this soon after it came. */
const LOOK_MS = 500;
/** A receiver has 15 s; the rest is the way there and back. */
const PATIENCE_MS = 20_000;

/** Sends a test as soon as it opens, and shows what it was answered. */
export function TestDialog({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const { jobId, error, send } = useTest(endpoint.id);
  return (
    <Dialog
      open
      isToRead
      width="md"
      onOpenChange={onClose}
      title={t('hooks.testTitle', { name: endpoint.name })}
      description={t('hooks.testText')}
    >
      <div className="min-h-24" aria-live="polite">
        {error !== undefined && <p className="text-sm text-danger-ink">{error}</p>}
        {error === undefined && jobId === null && <Waiting />}
        {jobId !== null && <TestAnswer key={jobId} endpointId={endpoint.id} jobId={jobId} />}
      </div>
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.close')}</Button>
        <Button variant="primary" onClick={() => void send()}>
          {t('hooks.testAgain')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function useTest(endpointId: string) {
  const [jobId, setJobId] = useState<string | null>(null);
  const [error, setError] = useState<string>();
  const isSent = useRef(false);
  const send = async () => {
    setError(undefined);
    setJobId(null);
    const answer = await call('webhooks.test', { endpointId });
    if (answer.ok) setJobId(answer.data.jobId);
    else setError(describeFailure(answer.error));
    await refreshReads('webhooks.listAttempts');
  };
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    void send();
  });
  return { jobId, error, send };
}

function Waiting() {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="flex items-center gap-2 text-sm text-muted">
      <Spinner />
      {t(isLate ? 'hooks.testWaitingLong' : 'hooks.testWaiting')}
    </p>
  );
}

/** Looks until the first attempt is answered. */
function TestAnswer({ endpointId, jobId }: { endpointId: string; jobId: string }) {
  const { data } = useQuery({
    queryKey: ['webhooks.test', jobId],
    queryFn: ({ signal }) => findAnswer({ endpointId, jobId }, signal),
    refetchInterval: (query) => (isAnswered(query.state.data) ? false : LOOK_MS),
  });
  const isDone = isAnswered(data);
  useEffect(() => {
    if (isDone) void refreshReads('webhooks.get', 'webhooks.listAttempts');
  }, [isDone]);
  return isDone && data ? <Outcome call={data} /> : <Waiting />;
}

async function findAnswer(
  { endpointId, jobId }: { endpointId: string; jobId: string },
  signal: AbortSignal,
): Promise<CallLog | null> {
  const { items } = await read('webhooks.listAttempts', { endpointId, limit: 20 }, signal);
  const found = items.find((one) => one.jobId === jobId);
  return found === undefined
    ? null
    : read('webhooks.getAttempts', { endpointId, callId: found.id }, signal);
}

function isAnswered(log: CallLog | null | undefined): boolean {
  return log?.log.some(({ endedAt }) => endedAt !== null) === true;
}

function Outcome({ call: { log } }: { call: CallLog }) {
  const hasArrived = log.some(({ outcome }) => outcome === 'accepted');
  return (
    <div className="flex flex-col gap-3">
      <p className={hasArrived ? 'font-medium text-success-ink' : 'font-medium text-danger-ink'}>
        {t(hasArrived ? 'hooks.testArrived' : 'hooks.testRefused')}
      </p>
      <AttemptList attempts={log} />
    </div>
  );
}
