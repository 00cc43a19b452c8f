import type { Output } from '@boardwire/sdk/operations';
import { type SubmitEvent, useState } from 'react';
import { useCurrentOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useRead } from '../../lib/query.ts';
import { useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';

type Invited = Output<'invitations.create'>;

/** Invites somebody who is not in the organization yet, as a guest: they see only what is shared with them. */
export function InviteGuest({ organizationId }: { organizationId: string }) {
  const mayInvite = useCurrentOrganization()?.permissions.includes('members:invite') === true;
  const roles = useRead('roles.list', { organizationId }, { enabled: mayInvite });
  const guest = roles.data?.find(({ key }) => key === 'guest');
  if (!mayInvite || guest === undefined) return null;
  return <GuestForm organizationId={organizationId} roleId={guest.id} />;
}

function GuestForm({ organizationId, roleId }: { organizationId: string; roleId: string }) {
  const create = useWrite('invitations.create', ['invitations.list']);
  const [email, setEmail] = useState('');
  const [error, setError] = useState<string>();
  const [invited, setInvited] = useState<Invited>();
  const invite = async () => {
    const outcome = await create.send({ organizationId, roleId, email: email.trim() });
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    setInvited(outcome.data);
    setEmail('');
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setError(undefined);
    if (email.trim() === '') setError(t('form.required'));
    else void invite();
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-2">
      <Field label={t('share.guest')} hint={t('share.guestHint')} error={error}>
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              type="email"
              value={email}
              autoComplete="off"
              onChange={(event) => setEmail(event.target.value)}
            />
            <Button type="submit" pending={create.isPending}>
              {t('share.invite')}
            </Button>
          </div>
        )}
      </Field>
      {invited && (
        <div role="status" className="flex flex-col gap-1 text-sm text-muted">
          {t('invitations.sentText', { email: invited.email ?? '' })}
          <CopyField value={invited.link} label={t('invitations.copyLink')} />
        </div>
      )}
    </form>
  );
}
