import { useNavigate, useSearch } from '@tanstack/react-router';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { useCalmRefresh } from '../../lib/use-calm-refresh.ts';
import { DeadLetters, REFRESH_MS } from './dead-letters.tsx';
import { type DeadFilter, toFilterInput } from './dead-letter-types.ts';
import { DeliveryPage } from './delivery-page.tsx';

/** What could not be delivered: sending it again, or letting it go (SPEC D6). */
export function DeadLettersPage() {
  const { id: organizationId } = useOrganization();
  const filter = useSearch({ from: '/shell/o/$organizationId/delivery/dead-letters' });
  const navigate = useNavigate({ from: '/o/$organizationId/delivery/dead-letters' });
  const setFilter = (next: DeadFilter) => void navigate({ search: next, replace: true });
  const { options, holder } = useCalmRefresh(REFRESH_MS);
  const input = { organizationId, ...toFilterInput(filter) };
  return (
    <DeadLetters
      scope={organizationId}
      query={useReadPages('deadLetters.list', input, options)}
      holder={holder}
      filter={filter}
      onFilter={setFilter}
      Frame={DeliveryPage}
      title={t('delivery.deadLetters')}
      description={t('dead.text')}
    />
  );
}
