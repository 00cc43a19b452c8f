import { FastForward, RotateCw } from 'lucide-react';
import { useMay } from '../../app/use-organization.ts';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton, CopyField } from '../../ui/copy-button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { AttemptList } from './attempt-list.tsx';
import { CodeBlock } from './code-block.tsx';
import { CallBadge, NextTryText } from './call-table.tsx';
import { findWhy, isOver } from './call-text.ts';
import { eventText } from './event-types.ts';
import type { CallLog, Endpoint } from './webhook-types.ts';

const REFETCH_MS = 3_000;

interface CallDialogProps {
  endpoint: Endpoint;
  callId: string;
  onClose: () => void;
}

/** One call: what was sent, what each attempt was answered, and a way to send it again. */
export function CallDialog({ endpoint, callId, onClose }: CallDialogProps) {
  const input = { endpointId: endpoint.id, callId };
  const query = useRead('webhooks.getAttempts', input, { refetchEveryMs: REFETCH_MS });
  const type = query.data === undefined ? '…' : eventText(query.data.type);
  return (
    <Dialog
      open
      isToRead
      width="lg"
      onOpenChange={onClose}
      title={t('hooks.callTitle', { event: type })}
    >
      <QueryView query={query} skeleton={<TableSkeleton rows={3} />}>
        {(call) => (
          <>
            <CallDetails call={call} />
            <DialogFooter>
              {call.state === 'queued' && call.hold === 'retry' ? (
                <SendNowButton endpoint={endpoint} call={call} />
              ) : (
                <ReplayButton endpoint={endpoint} call={call} onDone={onClose} />
              )}
            </DialogFooter>
          </>
        )}
      </QueryView>
    </Dialog>
  );
}

function CallDetails({ call }: { call: CallLog }) {
  const { webhookId, request, log } = call;
  const { body } = request;
  return (
    <div className="flex flex-col gap-6">
      <CallSummary call={call} />
      <section aria-label={t('hooks.attemptsTitle')} className="flex flex-col gap-2">
        <h3 className="text-sm font-semibold text-ink">{t('hooks.attemptsTitle')}</h3>
        <AttemptList attempts={log} />
      </section>
      <section aria-label={t('hooks.request')} className="flex flex-col gap-2">
        <div className="flex items-center justify-between gap-4">
          <h3 className="text-sm font-semibold text-ink">{t('hooks.request')}</h3>
          {body !== null && <CopyButton value={body} label={t('hooks.copyBody')} />}
        </div>
        <p translate="no" className="font-mono text-xs break-all text-muted">
          {`${request.method} ${request.url}`}
        </p>
        {body === null ? (
          <p className="text-sm text-muted">{t('hooks.withheld')}</p>
        ) : (
          <CodeBlock code={indent(body)} className="max-h-80" />
        )}
        <div className="flex flex-col gap-1">
          <span className="text-xs font-medium text-muted" translate="no">
            {t('hooks.messageId')}
          </span>
          <CopyField value={webhookId} label={t('hooks.copyMessageId')} />
        </div>
      </section>
    </div>
  );
}

/** As people read JSON; the signature is over the bytes as they are sent, which is what is copied. */
function indent(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function CallSummary({ call }: { call: CallLog }) {
  const { createdAt, endedAt, nextAttemptAt, reason } = call;
  const why = findWhy(reason);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
      <CallBadge call={call} />
      {nextAttemptAt !== null && (
        <span>
          <NextTryText at={nextAttemptAt} />
        </span>
      )}
      {why !== undefined && <span>{t(why)}</span>}
      <span>
        {t('hooks.happened')} {formatDateTime(createdAt, true)}
      </span>
      {endedAt !== null && (
        <span>
          {t('hooks.ended')} {formatDateTime(endedAt, true)}
        </span>
      )}
    </div>
  );
}

/** A receiver that was mended need not wait for the next try, which may be ten hours off. */
function SendNowButton({ endpoint, call }: { endpoint: Endpoint; call: CallLog }) {
  const reads = ['webhooks.listAttempts', 'webhooks.getAttempts'] as const;
  const promote = useWrite('notifications.promote', reads);
  const maySend = useMay('notifications:manage');
  const send = async () => {
    const answer = await promote.send({ jobId: call.id });
    if (!answer.ok) return showFailureToast(answer.error);
    showToast({ title: t('hooks.sendingNow') });
  };
  return (
    <Button
      variant="primary"
      disabled={!maySend || endpoint.state === 'disabled'}
      pending={promote.isPending}
      onClick={() => void send()}
    >
      <FastForward aria-hidden="true" />
      {t('hooks.sendNow')}
    </Button>
  );
}

interface ReplayButtonProps {
  endpoint: Endpoint;
  call: CallLog;
  onDone: () => void;
}

/** A call that is over can be sent again, by an endpoint that is on. */
function ReplayButton({ endpoint, call, onDone }: ReplayButtonProps) {
  const replay = useWrite('webhooks.replay', ['webhooks.listAttempts']);
  const send = async () => {
    const answer = await replay.send({ endpointId: endpoint.id, callIds: [call.id] });
    if (!answer.ok) return showFailureToast(answer.error);
    showToast({ title: t(answer.data.count > 0 ? 'hooks.sentAgain' : 'hooks.alreadyAgain') });
    onDone();
  };
  return (
    <Button
      variant="primary"
      disabled={!isOver(call) || endpoint.state === 'disabled'}
      pending={replay.isPending}
      onClick={() => void send()}
    >
      <RotateCw aria-hidden="true" />
      {t('hooks.sendAgain')}
    </Button>
  );
}
