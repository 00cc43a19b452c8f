import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead, useReadPages } from '../../lib/query.ts';
import { buttonClass } from '../../ui/button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PagesView, QueryView } from '../../ui/query-view.tsx';
import { Card, Section } from '../../ui/section.tsx';
import { CardSkeleton, TableSkeleton } from '../../ui/skeleton.tsx';
import { CancelButton } from './cancel-button.tsx';
import { ContentSection } from './content-section.tsx';
import { DeliveryPage } from './delivery-page.tsx';
import { DeliveryTable } from './delivery-table.tsx';
import type { Message } from './delivery-types.ts';
import { SandboxBadge } from './sandbox-sign.tsx';
import { SendNowButton } from './send-now-button.tsx';
import { CountBadges } from './state-badge.tsx';
import { WhySection } from './why-section.tsx';
import { actorText, kindName, messageName } from './words.ts';

/** While its deliveries go out, one looks at them. */
const REFRESH_MS = 3_000;

/** One message: what became of each delivery, and why anybody got it or not (delivery D24). */
export function MessagePage() {
  const { messageId } = useParams({
    from: '/shell/o/$organizationId/delivery/messages/$messageId',
  });
  const query = useRead('notifications.get', { jobId: messageId }, { refetchEveryMs: REFRESH_MS });
  const message = query.data;
  return (
    <DeliveryPage
      title={message === undefined ? t('delivery.message') : messageName(message)}
      description={message === undefined ? '' : kindName(message)}
      actions={<Acts message={message} />}
    >
      <QueryView query={query} skeleton={<CardSkeleton />}>
        {(known) => (
          <>
            <Facts message={known} />
            <ContentSection content={known.content} />
          </>
        )}
      </QueryView>
      <Section title={t('delivery.deliveries')} description={t('delivery.deliveriesText')}>
        <Deliveries messageId={messageId} />
      </Section>
      <WhySection messageId={messageId} />
    </DeliveryPage>
  );
}

function Acts({ message }: { message: Message | undefined }) {
  const { id: organizationId } = useOrganization();
  return (
    <>
      <Link to="/o/$organizationId/delivery" params={{ organizationId }} className={buttonClass()}>
        <ArrowLeft aria-hidden="true" />
        {t('delivery.back')}
      </Link>
      {message !== undefined && isOpen(message) && (
        <>
          <SendNowButton id={message.id} />
          <CancelButton id={message.id} />
        </>
      )}
    </>
  );
}

function isOpen({ cancelledAt, isPlanned, counts }: Message): boolean {
  return cancelledAt === null && (!isPlanned || (counts['queued'] ?? 0) > 0);
}

function Facts({ message }: { message: Message }) {
  const { actor, createdAt, scheduledAt, expiresAt, cancelledAt, priority, id } = message;
  const isLater = Date.parse(scheduledAt) > Date.parse(createdAt);
  return (
    <Card>
      <div className="mb-4 flex flex-wrap gap-1">
        <SandboxBadge message={message} />
        <CountBadges message={message} />
      </div>
      <dl className="grid grid-cols-1 gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        <Fact label={t('delivery.askedBy')}>{actorText(actor)}</Fact>
        <Fact label={t('delivery.askedAt')}>{formatDateTime(createdAt, true)}</Fact>
        <Fact label={t('delivery.priority')}>{t(`deliveryLane.${priority}`)}</Fact>
        {isLater && (
          <Fact label={t('delivery.scheduledAt')}>{formatDateTime(scheduledAt, true)}</Fact>
        )}
        {expiresAt !== null && (
          <Fact label={t('delivery.expiresAt')}>{formatDateTime(expiresAt, true)}</Fact>
        )}
        {cancelledAt !== null && (
          <Fact label={t('delivery.cancelledAt')}>{formatDateTime(cancelledAt, true)}</Fact>
        )}
        <Fact label={t('delivery.id')}>
          <code className="font-mono text-xs break-all" translate="no">
            {id}
          </code>
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="text-sm text-ink">{children}</dd>
    </div>
  );
}

function Deliveries({ messageId }: { messageId: string }) {
  const input = { jobId: messageId };
  const query = useReadPages('notifications.deliveries', input, { refetchEveryMs: REFRESH_MS });
  return (
    <div>
      <PagesView query={query} skeleton={<TableSkeleton rows={3} />}>
        {(deliveries) =>
          deliveries.length > 0 ? (
            <DeliveryTable deliveries={deliveries} />
          ) : (
            <p className="rounded border border-dashed border-line px-4 py-6 text-sm text-muted">
              {t('delivery.noDeliveries')}
            </p>
          )
        }
      </PagesView>
      <LoadMore query={query} />
    </div>
  );
}
