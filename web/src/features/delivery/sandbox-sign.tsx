import { Link, useLocation } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Badge } from '../../ui/badge.tsx';
import type { Message } from './delivery-types.ts';

/** A message that nobody got, because the sandbox took it. */
export function SandboxBadge({ message }: { message: Message }) {
  return message.isSandboxed ? <Badge tone="warning">{t('sandbox.badge')}</Badge> : null;
}

/** Says on every page about what is sent that nothing is, while the sandbox is on. */
export function SandboxNote() {
  const { id: organizationId } = useOrganization();
  const { pathname } = useLocation();
  const isOn = useRead('sandbox.get', { organizationId }).data?.isOn ?? false;
  if (!isOn || pathname.endsWith('/delivery/sandbox')) return null;
  return (
    <p
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded border border-line bg-warning-soft px-4 py-3 text-sm text-warning-ink"
    >
      <FlaskConical aria-hidden="true" className="size-4 shrink-0" />
      <span>{t('sandbox.note')}</span>
      <Link
        to="/o/$organizationId/delivery/sandbox"
        params={{ organizationId }}
        className="font-medium underline"
      >
        {t('sandbox.see')}
      </Link>
    </p>
  );
}
