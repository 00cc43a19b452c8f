import { Link } from '@tanstack/react-router';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { When } from '../../ui/when.tsx';
import { EndpointBadge } from './endpoint-state.tsx';
import type { Endpoint } from './webhook-types.ts';

/** The endpoints with what they hear of and how they are. */
export function EndpointTable({ endpoints }: { endpoints: readonly Endpoint[] }) {
  return (
    <Table
      label={t('hooks.title')}
      head={[
        { label: t('hooks.endpoint') },
        { label: t('hooks.hears'), className: wideOnly },
        { label: t('hooks.state') },
        { label: t('hooks.lastSuccess'), className: wideOnly },
      ]}
    >
      {endpoints.map((endpoint) => (
        <EndpointRow key={endpoint.id} endpoint={endpoint} />
      ))}
    </Table>
  );
}

/** What an endpoint hears of, in a few words. */
function describeHearing({ eventTypes }: Endpoint): string {
  if (eventTypes.length === 0) return t('hooks.everything');
  return t('hooks.eventCount', { count: eventTypes.length });
}

function EndpointRow({ endpoint }: { endpoint: Endpoint }) {
  const { id: organizationId } = useOrganization();
  const { id, name, url } = endpoint;
  return (
    <Row className="relative">
      <Cell className="w-full max-w-0 min-w-32">
        {/* The link covers the row, so that the whole row opens it. */}
        <Link
          to="/o/$organizationId/webhooks/$endpointId"
          params={{ organizationId, endpointId: id }}
          className="block min-h-6 truncate rounded-inner font-medium text-ink before:absolute before:inset-0"
        >
          {name}
        </Link>
        <code translate="no" className="block truncate font-mono text-xs text-muted">
          {url}
        </code>
        <div className="truncate text-muted md:hidden">{describeHearing(endpoint)}</div>
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>
        {describeHearing(endpoint)}
        {endpoint.boardId !== null && ` · ${t('hooks.oneBoard')}`}
      </Cell>
      <Cell>
        <EndpointBadge endpoint={endpoint} />
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>
        <Moment at={endpoint.lastSuccessAt} />
      </Cell>
    </Row>
  );
}

/** How long ago, or that it never was. */
export function Moment({ at }: { at: string | null }) {
  if (at === null) return t('hooks.never');
  return <When at={at} />;
}
