import { FlaskConical, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useRead, useReadPages } from '../../lib/query.ts';
import { useCalmRefresh } from '../../lib/use-calm-refresh.ts';
import { useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PagesView, QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { CardSkeleton, TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { CapturedTable } from './captured-table.tsx';
import { DeliveryPage } from './delivery-page.tsx';
import { SandboxCard } from './sandbox-card.tsx';

/** Messages that were just asked for show up this soon. */
const REFRESH_MS = 5_000;

/** Trying things out: whether messages are captured instead of sent, and what was captured. */
export function SandboxPage() {
  const { id: organizationId, name: organization } = useOrganization();
  const settings = useRead('sandbox.get', { organizationId });
  return (
    <DeliveryPage title={t('delivery.sandbox')} description={t('sandbox.text', { organization })}>
      <QueryView query={settings} skeleton={<CardSkeleton />}>
        {(known) => <SandboxCard settings={known} />}
      </QueryView>
      <Captured />
    </DeliveryPage>
  );
}

function Captured() {
  const { id: organizationId } = useOrganization();
  const [isClearing, setClearing] = useState(false);
  const { options, holder } = useCalmRefresh(REFRESH_MS);
  const query = useReadPages('sandbox.listMessages', { organizationId }, options);
  const isEmpty = query.data?.pages.every(({ items }) => items.length === 0) ?? true;
  return (
    <Section
      title={t('sandbox.captured')}
      description={t('sandbox.capturedText')}
      actions={!isEmpty && <ClearButton onClick={() => setClearing(true)} />}
    >
      <div {...holder}>
        <PagesView query={query} skeleton={<TableSkeleton rows={4} />}>
          {(messages) =>
            messages.length > 0 ? (
              <CapturedTable messages={messages} />
            ) : (
              <EmptyState
                icon={FlaskConical}
                title={t('sandbox.emptyTitle')}
                description={t('sandbox.emptyText')}
              />
            )
          }
        </PagesView>
        <LoadMore query={query} />
      </div>
      {isClearing && <ClearDialog onClose={() => setClearing(false)} />}
    </Section>
  );
}

function ClearButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="dangerQuiet" onClick={onClick}>
      <Trash2 aria-hidden="true" />
      {t('sandbox.clear')}
    </Button>
  );
}

function ClearDialog({ onClose }: { onClose: () => void }) {
  const { id: organizationId } = useOrganization();
  const { isPending, send } = useWrite('sandbox.clearMessages', ['sandbox.listMessages']);
  const [error, setError] = useState<string>();
  const confirm = async () => {
    const outcome = await send({ organizationId });
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    showToast({ title: t('sandbox.cleared', { count: outcome.data.count }) });
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('sandbox.clearTitle')}
      description={t('sandbox.clearText')}
      action={t('sandbox.clear')}
      error={error}
      pending={isPending}
      onConfirm={() => void confirm()}
    />
  );
}
