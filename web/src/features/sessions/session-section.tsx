import type { Output } from '@boardwire/sdk/operations';
import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { formatDate, formatDateTime, formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { describeDevice } from './describe-device.ts';
import { EndOthersDialog } from './end-others-dialog.tsx';

type SessionInfo = Output<'sessions.list'>[number];

/** Where the person is signed in. */
export function SessionSection() {
  const query = useRead('sessions.list', {});
  const [isAsking, setAsking] = useState(false);
  const hasOthers = (query.data?.length ?? 0) > 1;
  const endOthers = <Button onClick={() => setAsking(true)}>{t('sessions.endOthers')}</Button>;
  return (
    <Section
      title={t('sessions.title')}
      description={t('sessions.text')}
      actions={hasOthers && endOthers}
    >
      <QueryView query={query} skeleton={<TableSkeleton rows={2} />}>
        {(sessions) => <SessionTable sessions={sessions} />}
      </QueryView>
      {isAsking && <EndOthersDialog onClose={() => setAsking(false)} />}
    </Section>
  );
}

function SessionTable({ sessions }: { sessions: readonly SessionInfo[] }) {
  return (
    <Table
      label={t('sessions.title')}
      head={[
        { label: t('sessions.device') },
        { label: t('sessions.seen'), className: wideOnly },
        { label: t('sessions.since'), className: wideOnly },
        null,
      ]}
    >
      {sessions.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
    </Table>
  );
}

function SessionRow({ session }: { session: SessionInfo }) {
  const device = describeDevice(session.userAgent);
  const seen = formatRelative(session.lastSeenAt);
  return (
    <Row>
      <Cell className="w-full max-w-0 min-w-32">
        <div className="flex items-center gap-3">
          <MonitorSmartphone aria-hidden="true" className="size-5 shrink-0 text-muted" />
          <div className="min-w-0">
            <div className="flex items-center gap-2">
              <span className="truncate font-medium text-ink" title={session.userAgent}>
                {device}
              </span>
              {session.isCurrent && <Badge tone="accent">{t('sessions.current')}</Badge>}
            </div>
            <div className="truncate text-muted">
              {session.ipAddress}
              <span className="md:hidden">{` · ${seen}`}</span>
            </div>
          </div>
        </div>
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>
        <time dateTime={session.lastSeenAt} title={formatDateTime(session.lastSeenAt)}>
          {seen}
        </time>
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>
        {formatDate(session.createdAt)}
      </Cell>
      <Cell className="text-right">
        {!session.isCurrent && <EndButton session={session} device={device} />}
      </Cell>
    </Row>
  );
}

function EndButton({ session, device }: { session: SessionInfo; device: string }) {
  const revoke = useWrite('sessions.revoke', ['sessions.list']);
  const end = async () => {
    const outcome = await revoke.send({ sessionId: session.id });
    if (outcome.ok) showToast({ title: t('sessions.ended', { device }) });
    else showFailureToast(outcome.error);
  };
  return (
    <Button
      size="sm"
      pending={revoke.isPending}
      aria-label={t('sessions.endOf', { device })}
      onClick={() => void end()}
    >
      {t('sessions.end')}
    </Button>
  );
}
