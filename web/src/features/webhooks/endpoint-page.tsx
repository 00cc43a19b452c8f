import { Link, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { CallsSection } from './calls-section.tsx';
import { EndpointActs, type EndpointDialogName } from './endpoint-acts.tsx';
import { DeleteEndpointDialog, EditEndpointDialog, RotateDialog } from './endpoint-dialogs.tsx';
import { EndpointFacts } from './endpoint-facts.tsx';
import { EndpointBadge, EndpointNotice } from './endpoint-state.tsx';
import { TestDialog } from './test-dialog.tsx';
import './texts.ts';
import { VerifySection } from './verify-section.tsx';
import type { Endpoint } from './webhook-types.ts';

/** An endpoint can be turned off by what it answers, without anybody's doing. */
const REFETCH_MS = 10_000;

/** One endpoint: how it is, what it was sent, and how its calls are checked. */
export function EndpointPage() {
  const { id: organizationId } = useOrganization();
  const { endpointId } = useParams({ from: '/shell/o/$organizationId/webhooks/$endpointId' });
  const search = useSearch({ from: '/shell/o/$organizationId/webhooks/$endpointId' });
  const query = useRead('webhooks.get', { endpointId }, { refetchEveryMs: REFETCH_MS });
  return (
    <Page>
      <Link
        to="/o/$organizationId/webhooks"
        params={{ organizationId }}
        className={buttonClass({
          variant: 'ghost',
          size: 'sm',
          className: '-mb-5 -ml-2.5 self-start',
        })}
      >
        <ArrowLeft aria-hidden="true" />
        {t('hooks.back')}
      </Link>
      <QueryView query={query} skeleton={<TableSkeleton rows={6} />}>
        {(endpoint) => (
          <>
            <EndpointHead endpoint={endpoint} />
            <CallsSection endpoint={endpoint} search={search} />
            <VerifySection />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function EndpointHead({ endpoint }: { endpoint: Endpoint }) {
  const [shown, setShown] = useState<EndpointDialogName | null>(null);
  const { id: endpointId, name } = endpoint;
  const update = useWrite('webhooks.update', ['webhooks.get', 'webhooks.list']);
  const change = async (
    input: { state: 'enabled' | 'disabled' } | { actsForMe: true },
    said: string,
  ) => {
    const answer = await update.send({ endpointId, ...input });
    if (answer.ok) showToast({ title: said });
    else showFailureToast(answer.error);
  };
  const turn = (state: 'enabled' | 'disabled') =>
    void change({ state }, t(state === 'enabled' ? 'hooks.turnedOn' : 'hooks.turnedOff', { name }));
  const close = () => setShown(null);
  return (
    <>
      <PageHeader
        title={name}
        description={<EndpointBadge endpoint={endpoint} />}
        actions={<EndpointActs endpoint={endpoint} onShow={setShown} onTurn={turn} />}
      />
      <EndpointNotice
        endpoint={endpoint}
        onTurnOn={() => turn('enabled')}
        onTakeOver={() => void change({ actsForMe: true }, t('hooks.takenOver'))}
      />
      <EndpointFacts endpoint={endpoint} />
      {shown === 'edit' && <EditEndpointDialog endpoint={endpoint} onClose={close} />}
      {shown === 'rotate' && <RotateDialog endpoint={endpoint} onClose={close} />}
      {shown === 'delete' && <DeleteEndpointDialog endpoint={endpoint} onClose={close} />}
      {shown === 'test' && <TestDialog endpoint={endpoint} onClose={close} />}
    </>
  );
}
