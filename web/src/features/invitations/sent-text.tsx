import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { t, tRich } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';

/** Where an invitation to `email` is now: on its way, or in the built-in mailbox of the instance (web W49). */
export function useSentText(email: string): { title: string; text: ReactNode } {
  const { data: status } = useRead('instance.status', {});
  const { isInstanceOwner } = useAccount();
  if (!status) return { title: t('invitations.linkTitle'), text: t('invitations.copyText') };
  if (status.mail === 'smtp')
    return { title: t('invitations.sentTitle'), text: t('invitations.sentText', { email }) };
  const title = t('invitations.keptTitle');
  if (!isInstanceOwner) return { title, text: t('invitations.keptText', { email }) };
  const mailbox = (
    <Link to="/dev/mailbox" className="rounded-inner font-medium text-accent-ink hover:underline">
      {t('invitations.mailbox')}
    </Link>
  );
  return { title, text: tRich('invitations.keptTextOwner', { email, mailbox }) };
}
