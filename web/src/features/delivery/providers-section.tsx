import type { Output } from '@boardwire/sdk/operations';
import { useNavigate } from '@tanstack/react-router';
import { RefreshCw, Send } from 'lucide-react';
import { useAccount } from '../../app/use-account.ts';
import { useMay, useOrganization } from '../../app/use-organization.ts';
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
import type { Channel } from './delivery-types.ts';

type Provider = Output<'providers.list'>[number];

/** Each is asked anew by this, so not too often. */
const REFRESH_MS = 30_000;

/** Who sends on each channel, for the owner of the instance: whether they could, and a test to oneself. */
export function ProvidersSection() {
  const query = useRead('providers.list', {}, { refetchEveryMs: REFRESH_MS });
  const check = async () => {
    const { isSuccess } = await query.refetch();
    if (isSuccess) showToast({ title: t('provider.checked') });
  };
  return (
    <Section
      title={t('provider.title')}
      description={t('provider.text')}
      actions={
        <Button pending={query.isRefetching} onClick={() => void check()}>
          <RefreshCw aria-hidden="true" />
          {t('provider.check')}
        </Button>
      }
    >
      <QueryView query={query} skeleton={<TableSkeleton rows={4} />}>
        {(providers) => <ProviderTable providers={providers} />}
      </QueryView>
    </Section>
  );
}

function ProviderTable({ providers }: { providers: readonly Provider[] }) {
  return (
    <Table
      label={t('provider.title')}
      head={[
        { label: t('provider.provider') },
        { label: t('delivery.channel'), className: wideOnly },
        { label: t('provider.rank'), className: wideOnly },
        { label: t('provider.health') },
        null,
      ]}
    >
      {providers.map((provider) => (
        <ProviderRow key={provider.id} provider={provider} />
      ))}
    </Table>
  );
}

function ProviderRow({ provider }: { provider: Provider }) {
  const { id, channel, rank, state, reason, tellsReceipts } = provider;
  return (
    <Row>
      <Cell className="w-full max-w-0 min-w-32">
        <div className="truncate font-medium text-ink" translate="no">
          {id}
        </div>
        <div className="text-muted md:hidden">{t(`channel.${channel}`)}</div>
        {tellsReceipts && <div className="text-muted">{t('provider.receipts')}</div>}
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>{t(`channel.${channel}`)}</Cell>
      <Cell className={`${wideOnly} text-muted tabular-nums`}>{rank}</Cell>
      <Cell className="min-w-32">
        <Badge tone={state === 'healthy' ? 'success' : 'danger'}>{t(`provider.${state}`)}</Badge>
        {reason !== null && (
          <div className="text-xs break-words text-muted" translate="no">
            {reason}
          </div>
        )}
      </Cell>
      <Cell className="text-right">
        <TestButton channel={channel} />
      </Cell>
    </Row>
  );
}

/** Sends to oneself and shows what becomes of it: a provider may work and a test still go nowhere, as to an unconfirmed address. */
function TestButton({ channel }: { channel: Channel }) {
  const { id: organizationId } = useOrganization();
  const { id: userId } = useAccount();
  const send = useWrite('notifications.send', ['notifications.list', 'notifications.queueStats']);
  const maySend = useMay('notifications:send');
  const navigate = useNavigate();
  if (!maySend || channel === 'webhook') return null;
  const name = t(`channel.${channel}`);
  const test = async () => {
    const content = {
      title: t('provider.testTitle'),
      body: t('provider.testBody', { channel: name }),
    };
    const to = [{ userId }];
    const outcome = await send.send({ organizationId, to, content, channels: [channel] });
    if (!outcome.ok) return showFailureToast(outcome.error);
    await navigate({
      to: '/o/$organizationId/delivery/messages/$messageId',
      params: { organizationId, messageId: outcome.data.jobId },
    });
  };
  return (
    <Button
      size="sm"
      pending={send.isPending}
      aria-label={t('provider.testOf', { channel: name })}
      onClick={() => void test()}
    >
      <Send aria-hidden="true" />
      <span className="max-sm:sr-only">{t('provider.test')}</span>
    </Button>
  );
}
