import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import type { Delivery } from './delivery-types.ts';
import { StateBadge } from './state-badge.tsx';
import { TimelineDialog } from './timeline-dialog.tsx';
import { When } from '../../ui/when.tsx';
import { detailOf, messageName, recipientText } from './words.ts';

interface DeliveryTableProps {
  deliveries: readonly Delivery[];
  /** Of many messages: each line says which. */
  isOfAll?: boolean;
}

/** Deliveries; each opens what happened to it. */
export function DeliveryTable({ deliveries, isOfAll = false }: DeliveryTableProps) {
  const [opened, setOpened] = useState<Delivery | null>(null);
  // It stays open as it was when it leaves the list, such as one of those that wait.
  const shown = deliveries.find(({ id }) => id === opened?.id) ?? opened;
  return (
    <>
      <Table
        label={t('delivery.deliveries')}
        head={[
          { label: t('delivery.recipient') },
          { label: t('delivery.channel'), className: wideOnly },
          ...(isOfAll ? [{ label: t('delivery.message'), className: wideOnly }] : []),
          { label: t('delivery.state'), className: wideOnly },
          { label: t('delivery.attempts'), className: wideOnly },
          { label: t('delivery.when') },
        ]}
      >
        {deliveries.map((delivery) => (
          <DeliveryRow
            key={delivery.id}
            delivery={delivery}
            recipient={recipientText(delivery)}
            isOfAll={isOfAll}
            onOpen={() => setOpened(delivery)}
          />
        ))}
      </Table>
      {shown && (
        <TimelineDialog
          delivery={shown}
          title={recipientText(shown)}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}

interface DeliveryRowProps {
  delivery: Delivery;
  recipient: string;
  isOfAll: boolean;
  onOpen: () => void;
}

function DeliveryRow({ delivery, recipient, isOfAll, onOpen }: DeliveryRowProps) {
  const { channel, state, address, attempts, createdAt } = delivery;
  const detail = detailOf(delivery);
  return (
    <Row className="relative">
      <Cell className="w-full max-w-0 min-w-40">
        {/* The button covers the row, so that the whole row opens it. */}
        <button
          type="button"
          onClick={onOpen}
          aria-haspopup="dialog"
          className="block min-h-6 max-w-full truncate rounded-inner text-left font-medium text-ink before:absolute before:inset-0"
        >
          {recipient}
        </button>
        {address !== null && address !== recipient && (
          <div className="truncate text-muted">{address}</div>
        )}
        {isOfAll && <div className="truncate text-muted md:hidden">{messageName(delivery)}</div>}
        <div className="flex flex-wrap items-center gap-1.5 text-muted md:hidden">
          {t(`channel.${channel}`)} <StateBadge state={state} />
        </div>
        {detail !== null && <div className="text-xs text-muted md:hidden">{detail}</div>}
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>{t(`channel.${channel}`)}</Cell>
      {isOfAll && (
        <Cell className={`${wideOnly} whitespace-nowrap`}>
          <MessageLink delivery={delivery} />
        </Cell>
      )}
      <Cell className={`${wideOnly} min-w-44`}>
        <StateBadge state={state} />
        {detail !== null && <div className="text-xs text-muted">{detail}</div>}
      </Cell>
      <Cell className={`${wideOnly} text-muted tabular-nums`}>{attempts}</Cell>
      <Cell className="whitespace-nowrap text-muted">
        <When at={createdAt} />
      </Cell>
    </Row>
  );
}

/** Lies above the button of its row. */
function MessageLink({ delivery }: { delivery: Delivery }) {
  const { id: organizationId } = useOrganization();
  return (
    <Link
      to="/o/$organizationId/delivery/messages/$messageId"
      params={{ organizationId, messageId: delivery.messageId }}
      className="relative block max-w-60 truncate rounded-inner py-1 text-accent-ink hover:underline"
    >
      {messageName(delivery)}
    </Link>
  );
}
