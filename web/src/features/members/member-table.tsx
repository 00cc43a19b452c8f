import { useAccount } from '../../app/use-account.ts';
import { useMay } from '../../app/use-organization.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { roleName } from '../../lib/role-name.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Cell, Row, Table, wideOnly } from '../../ui/table.tsx';
import type { Member } from './member.ts';
import { MemberMenu } from './member-menu.tsx';
import { RoleSelect } from './role-select.tsx';

export function MemberTable({ members }: { members: readonly Member[] }) {
  const mayManage = useMay('members:manage');
  return (
    <Table
      label={t('members.title')}
      head={[
        { label: t('members.person') },
        { label: t('members.role'), className: wideOnly },
        { label: t('members.mfa'), className: wideOnly },
        { label: t('members.joined'), className: wideOnly },
        ...(mayManage ? [null] : []),
      ]}
    >
      {members.map((member) => (
        <MemberRow key={member.id} member={member} mayManage={mayManage} />
      ))}
    </Table>
  );
}

function MemberRow({ member, mayManage }: { member: Member; mayManage: boolean }) {
  const isSelf = useAccount().id === member.userId;
  const role = mayManage && !isSelf ? <RoleSelect member={member} /> : roleName(member.role);
  return (
    <Row>
      <Cell className="w-full max-w-0 min-w-32">
        <Person member={member} isSelf={isSelf} />
        {/* In line with the name: beside it, a phone would cut either short. */}
        <div className="mt-1 pl-10 text-muted md:hidden">{role}</div>
      </Cell>
      <Cell className={wideOnly}>{role}</Cell>
      <Cell className={wideOnly}>
        <Badge tone={member.mfaEnabled ? 'success' : 'neutral'}>
          {t(member.mfaEnabled ? 'members.mfaOn' : 'members.mfaOff')}
        </Badge>
      </Cell>
      <Cell className={`${wideOnly} whitespace-nowrap text-muted`}>
        {formatDate(member.joinedAt)}
      </Cell>
      {mayManage && (
        <Cell className="w-10 text-right">{!isSelf && <MemberMenu member={member} />}</Cell>
      )}
    </Row>
  );
}

function Person({ member, isSelf }: { member: Member; isSelf: boolean }) {
  return (
    <div className="flex items-center gap-3">
      <Avatar name={member.name} seed={member.userId} />
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2">
          <span className="truncate font-medium text-ink">{member.name}</span>
          {isSelf && <Badge>{t('ui.you')}</Badge>}
          {member.state === 'suspended' && <Badge tone="warning">{t('members.suspended')}</Badge>}
        </div>
        <div className="truncate text-muted">{member.email}</div>
      </div>
    </div>
  );
}
