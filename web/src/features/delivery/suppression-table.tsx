import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useWrite } from '../../lib/write.ts';
import { Badge } from '../../ui/badge.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { Suppression } from './suppression-types.ts';
import { When } from '../../ui/when.tsx';

export function SuppressionTable({ suppressions }: { suppressions: readonly Suppression[] }) {
  const [removed, setRemoved] = useState<Suppression | null>(null);
  return (
    <>
      <Table
        label={t('delivery.suppressions')}
        head={[
          { label: t('suppression.address') },
          { label: t('suppression.reason'), className: wideOnly },
          { label: t('suppression.since'), className: wideOnly },
          { label: t('suppression.until'), className: wideOnly },
          null,
        ]}
      >
        {suppressions.map((suppression) => (
          <SuppressionRow
            key={suppression.id}
            suppression={suppression}
            onRemove={() => setRemoved(suppression)}
          />
        ))}
      </Table>
      {removed && <RemoveDialog suppression={removed} onClose={() => setRemoved(null)} />}
    </>
  );
}

interface SuppressionRowProps {
  suppression: Suppression;
  onRemove: () => void;
}

function SuppressionRow({ suppression, onRemove }: SuppressionRowProps) {
  const { address, channel, reason, until, createdAt } = suppression;
  const badge = (
    <Badge tone={reason === 'manual' ? 'neutral' : 'warning'}>
      {t(`suppressionReason.${reason}`)}
    </Badge>
  );
  return (
    <Row>
      <Cell className="w-full max-w-0 min-w-40">
        <div className="truncate font-medium text-ink">{address}</div>
        <div className="flex flex-wrap items-center gap-1.5 text-muted">
          {t(`channel.${channel}`)} <span className="md:hidden">{badge}</span>
        </div>
      </Cell>
      <Cell className={wideOnly}>{badge}</Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>
        <When at={createdAt} />
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>
        {until === null ? t('suppression.forGood') : formatDateTime(until)}
      </Cell>
      <Cell className="w-10 text-right">
        <IconButton
          icon={Trash2}
          label={t('suppression.removeOf', { address })}
          onClick={onRemove}
        />
      </Cell>
    </Row>
  );
}

function RemoveDialog({ suppression, onClose }: { suppression: Suppression; onClose: () => void }) {
  const { id, address } = suppression;
  const [error, setError] = useState<string>();
  const remove = useWrite('suppressions.remove', ['suppressions.list']);
  const confirm = async () => {
    const outcome = await remove.send({ suppressionId: id });
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    onClose();
    showToast({ title: t('suppression.removed', { address }) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('suppression.removeTitle', { address })}
      description={t('suppression.removeText')}
      action={t('suppression.remove')}
      error={error}
      pending={remove.isPending}
      onConfirm={() => void confirm()}
    />
  );
}
