import type { ReactNode } from 'react';
import { useActiveBoards } from '../../app/board-lists.ts';
import { useOrganization } from '../../app/use-organization.ts';
import { formatDate, formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Card } from '../../ui/section.tsx';
import { Moment } from './endpoint-table.tsx';
import { eventText } from './event-types.ts';
import type { Endpoint } from './webhook-types.ts';

/** What was decided about an endpoint. */
export function EndpointFacts({ endpoint }: { endpoint: Endpoint }) {
  const { url, boardId, isOrdered, actsFor, lastSuccessAt, previousSecretUntil } = endpoint;
  return (
    <Card className="flex flex-col gap-4">
      <CopyField value={url} label={t('hooks.copyAddress')} />
      <dl className="grid gap-x-8 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
        <Fact label={t('hooks.hears')}>
          <Hearing endpoint={endpoint} />
        </Fact>
        <Fact label={t('hooks.board')}>
          <BoardName boardId={boardId} />
        </Fact>
        <Fact label={t('hooks.order')}>{t(isOrdered ? 'hooks.inOrder' : 'hooks.anyOrder')}</Fact>
        <Fact label={t('hooks.lastSuccess')}>
          <Moment at={lastSuccessAt} />
        </Fact>
        <Fact label={t('hooks.actsFor')}>{describeActing(actsFor)}</Fact>
        <Fact label={t('hooks.created')}>{formatDate(endpoint.createdAt)}</Fact>
        {previousSecretUntil !== null && (
          <Fact label={t('hooks.oldSecret')}>{formatDateTime(previousSecretUntil)}</Fact>
        )}
      </dl>
    </Card>
  );
}

function describeActing(actsFor: Endpoint['actsFor']): string {
  if (actsFor === null) return '–';
  const { name, apiKey } = actsFor;
  if (apiKey === null) return name;
  return t('hooks.actsByKey', { name, key: apiKey.name ?? '–' });
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs font-medium text-muted">{label}</dt>
      <dd className="text-sm break-words text-ink">{children}</dd>
    </div>
  );
}

function Hearing({ endpoint: { eventTypes } }: { endpoint: Endpoint }) {
  if (eventTypes.length === 0) return t('hooks.everything');
  return <span>{eventTypes.map(eventText).join(', ')}</span>;
}

function BoardName({ boardId }: { boardId: string | null }) {
  const { id: organizationId } = useOrganization();
  const { boards } = useActiveBoards(organizationId);
  if (boardId === null) return t('hooks.allBoards');
  if (boards === undefined) return t('hooks.oneBoard');
  return boards.find(({ id }) => id === boardId)?.name ?? t('hooks.boardUnseen');
}
