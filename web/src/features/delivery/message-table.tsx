import { Link } from '@tanstack/react-router';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import type { Message } from './delivery-types.ts';
import { SandboxBadge } from './sandbox-sign.tsx';
import { CountBadges } from './state-badge.tsx';
import { When } from '../../ui/when.tsx';
import { actorText, kindName, messageName } from './words.ts';

export function MessageTable({ messages }: { messages: readonly Message[] }) {
  return (
    <Table
      label={t('delivery.messages')}
      head={[
        { label: t('delivery.message') },
        { label: t('delivery.outcome'), className: wideOnly },
        { label: t('delivery.askedBy'), className: wideOnly },
        { label: t('delivery.when') },
      ]}
    >
      {messages.map((message) => (
        <MessageRow key={message.id} message={message} by={actorText(message.actor)} />
      ))}
    </Table>
  );
}

function MessageRow({ message, by }: { message: Message; by: string }) {
  const { id: organizationId } = useOrganization();
  return (
    <Row className="relative">
      <Cell className="w-full max-w-0 min-w-40">
        {/* The link covers the row, so that the whole row opens it. */}
        <Link
          to="/o/$organizationId/delivery/messages/$messageId"
          params={{ organizationId, messageId: message.id }}
          className="block min-h-6 truncate rounded-inner font-medium text-ink before:absolute before:inset-0"
        >
          {messageName(message)}
        </Link>
        <div className="truncate text-muted">{kindName(message)}</div>
        <div className="mt-1 flex flex-wrap gap-1 md:hidden">
          <SandboxBadge message={message} />
          <CountBadges message={message} />
        </div>
      </Cell>
      <Cell className={`${wideOnly} min-w-56`}>
        <span className="flex flex-wrap gap-1">
          <SandboxBadge message={message} />
          <CountBadges message={message} />
        </span>
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>{by}</Cell>
      <Cell className="whitespace-nowrap text-muted">
        <When at={message.createdAt} />
      </Cell>
    </Row>
  );
}
