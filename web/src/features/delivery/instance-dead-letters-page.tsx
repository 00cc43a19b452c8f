import { useNavigate, useSearch } from '@tanstack/react-router';
import { t } from '../../i18n/t.tsx';
import { useReadPages } from '../../lib/query.ts';
import { useCalmRefresh } from '../../lib/use-calm-refresh.ts';
import { OwnerOnly } from '../instance/index.ts';
import { JobsFrame } from '../jobs/index.ts';
import { DeadLetters, REFRESH_MS } from './dead-letters.tsx';
import { type DeadFilter, toFilterInput } from './dead-letter-types.ts';
import './texts.ts';

/** What the installation itself could not deliver, for whoever owns it. */
export function InstanceDeadLettersPage() {
  return (
    <OwnerOnly>
      <Letters />
    </OwnerOnly>
  );
}

function Letters() {
  const filter = useSearch({ from: '/shell/instance/dead-letters' });
  const navigate = useNavigate({ from: '/instance/dead-letters' });
  const setFilter = (next: DeadFilter) => void navigate({ search: next, replace: true });
  const { options, holder } = useCalmRefresh(REFRESH_MS);
  return (
    <DeadLetters
      scope={null}
      query={useReadPages('instanceDeadLetters.list', toFilterInput(filter), options)}
      holder={holder}
      filter={filter}
      onFilter={setFilter}
      Frame={JobsFrame}
      title={t('dead.ofInstance')}
      description={t('dead.ofInstanceText')}
    />
  );
}
