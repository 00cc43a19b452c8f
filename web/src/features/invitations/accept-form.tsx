import type { Output } from '@boardwire/sdk/operations';
import { useEffect, useRef } from 'react';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import type { Preview } from './preview.ts';
import { useAccept } from './use-accept.ts';

interface AcceptFormProps {
  token: string;
  preview: Preview;
  name: string;
  /** Sends itself when it appears. */
  startsAtOnce: boolean;
}

/** One press joins the organization and opens it. */
export function AcceptForm({ token, preview, name, startsAtOnce }: AcceptFormProps) {
  const { accept, enter } = useAccept(token);
  const form = useServerForm<Record<string, never>, Output<'invitations.accept'>>({
    defaultValues: {},
    send: accept,
    onDone: enter,
  });
  const { submit } = form;
  const hasStarted = useRef(false);
  useEffect(() => {
    if (!startsAtOnce || hasStarted.current) return;
    hasStarted.current = true;
    void submit();
  }, [startsAtOnce, submit]);
  return (
    <Form form={form} label={t('invitation.title', { organization: preview.organizationName })}>
      <FormError />
      <SubmitButton size="lg" full>
        {t('invitation.accept', { name })}
      </SubmitButton>
    </Form>
  );
}
