import type { Output } from '@boardwire/sdk/operations';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { formatDate, formatDateTime, formatRelative } from '../../i18n/format.ts';
import { isPast } from '../../i18n/is-past.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useWrite } from '../../lib/write.ts';
import { Badge } from '../../ui/badge.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { permissionText } from '../roles/index.ts';

type ApiKey = Output<'apiKeys.list'>[number];

export function ApiKeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  return (
    <>
      <Table
        label={t('apiKeys.title')}
        head={[
          { label: t('apiKeys.key') },
          { label: t('apiKeys.owner'), className: wideOnly },
          { label: t('apiKeys.scopes'), className: wideOnly },
          { label: t('apiKeys.lastUsed') },
          { label: t('apiKeys.expires'), className: wideOnly },
          null,
        ]}
      >
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />
        ))}
      </Table>
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { name, prefix, owner, scopes, lastUsedAt } = apiKey;
  return (
    <Row>
      <Cell className="w-full max-w-0 min-w-32">
        <div className="truncate font-medium text-ink">{name}</div>
        <code className="block truncate font-mono text-xs text-muted">{`${prefix}…`}</code>
        <div className="truncate text-muted md:hidden">
          {t('apiKeys.expires')} <Expiry at={apiKey.expiresAt} />
        </div>
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>{owner.name}</Cell>
      <Cell className={wideOnly}>
        <span title={scopes.map(permissionText).join('\n')}>
          <Badge>{t('apiKeys.scopeCount', { count: scopes.length })}</Badge>
        </span>
      </Cell>
      <Cell className="whitespace-nowrap text-muted">
        {lastUsedAt ? (
          <time dateTime={lastUsedAt} title={formatDateTime(lastUsedAt)}>
            {formatRelative(lastUsedAt)}
          </time>
        ) : (
          t('apiKeys.never')
        )}
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>
        <Expiry at={apiKey.expiresAt} />
      </Cell>
      <Cell className="w-10 text-right">
        <IconButton icon={Trash2} label={t('apiKeys.revokeOf', { name })} onClick={onRevoke} />
      </Cell>
    </Row>
  );
}

function Expiry({ at }: { at: string | null }) {
  if (at === null) return t('apiKeys.never');
  if (isPast(at)) return <Badge tone="danger">{t('apiKeys.expired')}</Badge>;
  return formatDate(at);
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { id: organizationId } = useOrganization();
  const [error, setError] = useState<string>();
  const revoke = useWrite('apiKeys.revoke', ['apiKeys.list']);
  const confirm = async () => {
    const outcome = await revoke.send({ organizationId, apiKeyId: apiKey.id });
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    onClose();
    showToast({ title: t('apiKeys.revoked', { name: apiKey.name }) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('apiKeys.revokeTitle', { name: apiKey.name })}
      description={t('apiKeys.revokeText')}
      action={t('apiKeys.revoke')}
      error={error}
      pending={revoke.isPending}
      onConfirm={() => void confirm()}
    />
  );
}
