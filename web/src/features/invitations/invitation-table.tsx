import { Link2, Mail } from 'lucide-react';
import { formatDate, formatDateTime, formatRelative } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { roleName } from '../../lib/role-name.ts';
import { Badge } from '../../ui/badge.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import type { Invitation } from './invitation.ts';
import { InvitationMenu } from './invitation-menu.tsx';

export function InvitationTable({ invitations }: { invitations: readonly Invitation[] }) {
  return (
    <Table
      label={t('invitations.title')}
      head={[
        { label: t('invitations.invitee') },
        { label: t('invitations.role'), className: wideOnly },
        { label: t('invitations.invitedBy'), className: wideOnly },
        { label: t('invitations.expires'), className: wideOnly },
        null,
      ]}
    >
      {invitations.map((invitation) => (
        <InvitationRow key={invitation.id} invitation={invitation} />
      ))}
    </Table>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { email, role, invitedBy, expiresAt } = invitation;
  const Icon = email ? Mail : Link2;
  return (
    <Row>
      <Cell className="w-full max-w-0 min-w-32">
        <div className="flex items-center gap-3">
          <span className="grid size-7 shrink-0 place-items-center rounded-full bg-neutral-soft text-muted">
            <Icon aria-hidden="true" className="size-4" />
          </span>
          <div className="min-w-0">
            <div className="truncate font-medium text-ink">{email ?? t('invitations.anyone')}</div>
            <div className="truncate text-muted md:hidden">
              {t('invitations.roleUntil', {
                role: roleName(role),
                date: formatDate(expiresAt),
              })}
            </div>
          </div>
        </div>
      </Cell>
      <Cell className={wideOnly}>
        <Badge>{roleName(role)}</Badge>
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>{invitedBy.name}</Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>
        <time dateTime={expiresAt} title={formatDateTime(expiresAt)}>
          {formatDate(expiresAt)}
        </time>
        <span className="block text-xs text-faint">{formatRelative(expiresAt)}</span>
      </Cell>
      <Cell className="w-10 text-right">
        <InvitationMenu invitation={invitation} />
      </Cell>
    </Row>
  );
}
