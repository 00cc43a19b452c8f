import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { logOut, useSession } from '../../app/session.ts';
import type { Account } from '../../app/use-account.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Button } from '../../ui/button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { CardSkeleton } from '../../ui/skeleton.tsx';
import { EntryCard } from '../../entry/entry-card.tsx';
import { IncompleteLink, SpentLink } from '../../entry/link-problem.tsx';
import { LogInForm, RegisterForm } from '../authentication/index.ts';
import { useLinkToken } from '../../entry/use-link-token.ts';
import { Segmented } from '../../ui/segmented.tsx';
import type { Preview } from './preview.ts';
import { AcceptForm } from './accept-form.tsx';

export function AcceptInvitationPage() {
  const token = useLinkToken();
  if (token === undefined) return <IncompleteLink />;
  return <Invitation token={token} />;
}

function Invitation({ token }: { token: string }) {
  const query = useRead('invitations.preview', { token });
  const code = query.error?.failure.code;
  if (code === 'NOT_FOUND' || code === 'CONFLICT' || code === 'VALIDATION_ERROR') {
    return <SpentLink text={t('invitation.badText')} />;
  }
  return (
    <QueryView query={query} skeleton={<CardSkeleton />}>
      {(preview) => <Answer token={token} preview={preview} />}
    </QueryView>
  );
}

interface AnswerProps {
  token: string;
  preview: Preview;
}

function Answer({ token, preview }: AnswerProps) {
  // Whoever logged in or registered right here meant to join: no second press is asked.
  const [joinsAtOnce, setJoinsAtOnce] = useState(false);
  const session = useSession();
  const account = session.status === 'signedIn' ? session.account : undefined;
  if (account && preview.email !== null && preview.email !== account.email) {
    return <WrongAccount preview={preview} account={account} />;
  }
  return (
    <EntryCard
      title={t('invitation.title', { organization: preview.organizationName })}
      text={describe(preview)}
    >
      {account ? (
        <AcceptForm
          token={token}
          preview={preview}
          name={account.name}
          startsAtOnce={joinsAtOnce}
        />
      ) : (
        <Identify token={token} preview={preview} onDone={() => setJoinsAtOnce(true)} />
      )}
      <p className="mt-5 text-sm text-muted">
        {t('invitation.expires', { date: formatDate(preview.expiresAt) })}
      </p>
    </EntryCard>
  );
}

function describe({ invitedByName, organizationName, roleName }: Preview): string {
  return t('invitation.text', {
    inviter: invitedByName,
    organization: organizationName,
    role: roleName,
  });
}

/** An invitee without a session: a new account by default, since most come for the first time. */
function Identify({ token, preview, onDone }: AnswerProps & { onDone: () => void }) {
  const [way, setWay] = useState<'register' | 'logIn'>('register');
  const fixed = preview.email === null ? {} : { email: preview.email, isEmailFixed: true };
  return (
    <div className="flex flex-col gap-5">
      <Segmented
        label={t('invitation.title', { organization: preview.organizationName })}
        value={way}
        onChange={setWay}
        options={[
          { value: 'register', label: t('invitation.register') },
          { value: 'logIn', label: t('invitation.logIn') },
        ]}
      />
      {way === 'register' ? (
        <RegisterForm
          submitLabel={t('register.submit')}
          invitationToken={token}
          {...fixed}
          onDone={onDone}
        />
      ) : (
        <LogInForm {...fixed} onDone={onDone} />
      )}
    </div>
  );
}

function WrongAccount({ preview, account }: { preview: Preview; account: Account }) {
  const navigate = useNavigate();
  const current = account.email;
  return (
    <EntryCard
      title={t('invitation.wrongTitle')}
      text={t('invitation.wrongText', { email: preview.email ?? '', current })}
    >
      <div className="flex flex-col gap-2">
        <Button variant="primary" size="lg" full onClick={() => void logOut()}>
          {t('invitation.switch')}
        </Button>
        <Button size="lg" full className="wrap-anywhere" onClick={() => void navigate({ to: '/' })}>
          {t('invitation.stay', { current })}
        </Button>
      </div>
    </EntryCard>
  );
}
