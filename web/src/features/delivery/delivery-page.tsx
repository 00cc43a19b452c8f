import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Ban, FlaskConical, Gauge, type LucideIcon, MailX, Send, UsersRound } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { Action } from '../../app/actions.ts';
import { NothingHere } from '../../app/not-found.tsx';
import { useActions } from '../../app/use-actions.ts';
import { useMay, useOrganization } from '../../app/use-organization.ts';
import type { PlainMessageKey } from '../../i18n/message-types.ts';
import { t } from '../../i18n/t.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { pageLinkClass, PageLinks } from '../../ui/page-links.tsx';
import { SandboxNote } from './sandbox-sign.tsx';
import './texts.ts';

type Place =
  | '/o/$organizationId/delivery'
  | '/o/$organizationId/delivery/queues'
  | '/o/$organizationId/delivery/dead-letters'
  | '/o/$organizationId/delivery/suppressions'
  | '/o/$organizationId/delivery/topics'
  | '/o/$organizationId/delivery/sandbox';

const PAGES: readonly { to: Place; label: PlainMessageKey }[] = [
  { to: '/o/$organizationId/delivery', label: 'delivery.log' },
  { to: '/o/$organizationId/delivery/queues', label: 'delivery.queue' },
  { to: '/o/$organizationId/delivery/dead-letters', label: 'delivery.deadLetters' },
  { to: '/o/$organizationId/delivery/suppressions', label: 'delivery.suppressions' },
  { to: '/o/$organizationId/delivery/topics', label: 'delivery.topics' },
  { to: '/o/$organizationId/delivery/sandbox', label: 'delivery.sandbox' },
];

interface DeliveryPageProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of the pages about what was sent: their heads, and the ways between them. */
export function DeliveryPage({ title, description, actions, children }: DeliveryPageProps) {
  const { id: organizationId, name: organization } = useOrganization();
  const mayManage = useMay('notifications:manage');
  const { messageId } = useParams({ strict: false });
  useDeliveryActions();
  if (!mayManage) {
    const text = t('delivery.noRightText', { organization });
    return <NothingHere title={t('delivery.noRightTitle')} text={text} />;
  }
  return (
    <Page isWide>
      <div className="flex flex-col gap-5">
        <PageHeader title={title} description={description} actions={actions} />
        <PageLinks label={t('delivery.pages')}>
          {PAGES.map(({ to, label }) => (
            <li key={to} className="flex">
              <Link
                to={to}
                params={{ organizationId }}
                activeOptions={{
                  exact: to === '/o/$organizationId/delivery' && messageId === undefined,
                  includeSearch: false,
                }}
                className={pageLinkClass}
              >
                {t(label)}
              </Link>
            </li>
          ))}
        </PageLinks>
      </div>
      <SandboxNote />
      {children}
    </Page>
  );
}

/** Ways for the palette, while one of these pages is open; the message log is a page of the sidebar. */
const WAYS: readonly { path: string; title: PlainMessageKey; icon: LucideIcon }[] = [
  { path: 'delivery/queues', title: 'delivery.goQueue', icon: Gauge },
  { path: 'delivery/dead-letters', title: 'delivery.goDeadLetters', icon: MailX },
  { path: 'delivery/suppressions', title: 'delivery.goSuppressions', icon: Ban },
  { path: 'delivery/topics', title: 'delivery.goTopics', icon: UsersRound },
  { path: 'delivery/sandbox', title: 'delivery.goSandbox', icon: FlaskConical },
];

function useDeliveryActions(): void {
  const { id } = useOrganization();
  const maySend = useMay('notifications:send');
  const navigate = useNavigate();
  const actions = useMemo(() => {
    const go = (path: string) => () => void navigate({ href: `/o/${id}/${path}` });
    const ways = WAYS.map(({ path, title, icon }): Action => ({
      id: `go.${path}`,
      title: t(title),
      group: 'navigate',
      icon,
      run: go(path),
    }));
    if (!maySend) return ways;
    const compose: Action = {
      id: 'composeMessage',
      title: t('delivery.compose'),
      group: 'create',
      icon: Send,
      run: go('delivery?compose=true'),
    };
    return [compose, ...ways];
  }, [id, maySend, navigate]);
  useActions(actions);
}
