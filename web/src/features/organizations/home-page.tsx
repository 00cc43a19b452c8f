import { Link } from '@tanstack/react-router';
import { useAccount } from '../../app/use-account.ts';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { permissionText } from '../roles/index.ts';
import { roleName } from '../../lib/role-name.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Card, Section } from '../../ui/section.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';
import { BoardCards } from '../boards/index.ts';
import { FirstSteps } from './first-steps.tsx';

/** What an organization is and what to do first. */
export function HomePage() {
  const { name } = useAccount();
  const organization = useOrganization();
  const maySeeMembers = useMay('members:read');
  return (
    <Page>
      <PageHeader
        title={t('home.greeting', { name: name.split(' ')[0] ?? name })}
        description={t('home.text', {
          organization: organization.name,
          role: roleName(organization.role),
        })}
      />
      <FirstSteps />
      <Boards />
      {maySeeMembers && <People />}
      <Rights />
    </Page>
  );
}

/** How many boards the home page shows. */
const HOME_BOARDS = 6;

function Boards() {
  const { id: organizationId } = useOrganization();
  const boards = useRead('boards.list', { organizationId, limit: HOME_BOARDS });
  const all = (
    <Link to="/o/$organizationId/boards" params={{ organizationId }} className={buttonClass()}>
      {t('home.boardsAll')}
    </Link>
  );
  return (
    <Section title={t('home.boardsTitle')} actions={all}>
      <QueryView query={boards} skeleton={<CardSkeleton lines={1} />}>
        {({ items }) => <BoardCards boards={items} />}
      </QueryView>
    </Section>
  );
}

function People() {
  const { id: organizationId } = useOrganization();
  const members = useRead('members.list', { organizationId, limit: 8 });
  const all = (
    <Link to="/o/$organizationId/members" params={{ organizationId }} className={buttonClass()}>
      {t('home.peopleAll')}
    </Link>
  );
  return (
    <Section title={t('home.peopleTitle')} actions={all}>
      <QueryView query={members} skeleton={<CardSkeleton lines={1} />}>
        {({ items }) => (
          <Card className="flex flex-wrap gap-x-8 gap-y-4">
            {items.map((member) => (
              <div key={member.id} className="flex min-w-0 items-center gap-2.5">
                <Avatar name={member.name} seed={member.userId} />
                <div className="min-w-0">
                  <div className="truncate text-sm font-medium text-ink">{member.name}</div>
                  <div className="truncate text-xs text-muted">{roleName(member.role)}</div>
                </div>
              </div>
            ))}
          </Card>
        )}
      </QueryView>
    </Section>
  );
}

function Rights() {
  const { permissions, createdAt } = useOrganization();
  return (
    <Section
      title={t('home.rightsTitle')}
      description={t('home.created', { date: formatDate(createdAt) })}
    >
      <Card>
        <ul className="grid gap-x-8 gap-y-1.5 text-sm text-muted sm:grid-cols-2">
          {permissions.map((permission) => (
            <li key={permission}>{permissionText(permission)}</li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
