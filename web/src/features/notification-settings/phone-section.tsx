import type { Output } from '@boardwire/sdk/operations';
import { Phone, Trash2 } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import { queryClient } from '../../lib/query-client.ts';
import { useRead } from '../../lib/query.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { CodeInput } from '../../ui/code-field.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Card, Section } from '../../ui/section.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast-store.ts';

type PhoneState = Output<'phone.get'>;

/** The telephone that text messages reach one on. */
export function PhoneSection() {
  const query = useRead('phone.get', {});
  return (
    <Section title={t('phone.title')} description={t('phone.text')}>
      <Card>
        <QueryView query={query} skeleton={<TableSkeleton rows={1} />}>
          {(phone) => (
            <div className="flex flex-col items-start gap-4">
              {phone.number !== null && <Proved number={phone.number} />}
              {phone.isOffered ? (
                <Proving phone={phone} />
              ) : (
                <p className="text-sm text-muted">{t('phone.notOffered')}</p>
              )}
            </div>
          )}
        </QueryView>
      </Card>
    </Section>
  );
}

/** What the server answered is shown at once; the grid offers text messages with the first number. */
async function show(phone: PhoneState): Promise<void> {
  queryClient.setQueryData(['phone.get', {}], phone);
  await refreshReads('devices.list');
}

function Proved({ number }: { number: string }) {
  const remove = async () => {
    const answer = await call('phone.remove', {});
    if (!answer.ok) return showFailureToast(answer.error);
    await refreshReads('phone.get', 'devices.list');
    showToast({ title: t('phone.removed') });
  };
  return (
    <div className="flex w-full items-center gap-3">
      <Phone aria-hidden="true" className="size-5 shrink-0 text-muted" />
      <p className="min-w-0 flex-1 text-base text-ink tabular-nums">{number}</p>
      <IconButton icon={Trash2} label={t('phone.remove')} onClick={() => void remove()} />
    </div>
  );
}

/** First the number, then the code that came to it. */
function Proving({ phone }: { phone: PhoneState }) {
  const [isOther, setOther] = useState(false);
  if (phone.pending !== null && !isOther)
    return <CodeForm pending={phone.pending} onOther={() => setOther(true)} />;
  return <NumberForm hasNumber={phone.number !== null} onSent={() => setOther(false)} />;
}

function NumberForm({ hasNumber, onSent }: { hasNumber: boolean; onSent: () => void }) {
  const [number, setNumber] = useState('');
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setPending(true);
    const answer = await call('phone.sendCode', { number: number.replace(/[\s().-]/g, '') });
    setPending(false);
    if (!answer.ok) return setError(describeFailure(answer.error));
    onSent();
    await show(answer.data);
  };
  return (
    <form className="flex w-full max-w-100 flex-col gap-3" onSubmit={(event) => void submit(event)}>
      <Field
        label={t(hasNumber ? 'phone.other' : 'phone.number')}
        hint={t('phone.hint')}
        error={error}
      >
        {(control) => (
          <Input
            type="tel"
            autoComplete="tel"
            placeholder="+41 79 123 45 67"
            value={number}
            onChange={({ target }) => setNumber(target.value)}
            {...control}
          />
        )}
      </Field>
      <Button
        type="submit"
        className="self-start"
        disabled={number.trim() === ''}
        pending={isPending}
      >
        {t('phone.send')}
      </Button>
    </form>
  );
}

interface CodeFormProps {
  pending: NonNullable<PhoneState['pending']>;
  onOther: () => void;
}

function CodeForm({ pending: { number, expiresAt }, onOther }: CodeFormProps) {
  const [code, setCode] = useState('');
  const [error, setError] = useState<string>();
  const submit = async (entered: string) => {
    const answer = await call('phone.verify', { code: entered });
    if (!answer.ok) {
      setCode('');
      setError(describeFailure(answer.error));
      return refreshReads('phone.get');
    }
    await show(answer.data);
    showToast({ title: t('phone.proved') });
  };
  return (
    <div className="flex w-full max-w-100 flex-col items-start gap-3">
      <Field
        label={t('phone.code', { number })}
        hint={t('phone.until', { when: formatDateTime(expiresAt) })}
        error={error}
        className="w-full"
      >
        {(control) => (
          <CodeInput
            value={code}
            onChange={setCode}
            onComplete={(entered) => void submit(entered)}
            {...control}
          />
        )}
      </Field>
      <Button onClick={onOther}>{t('phone.again')}</Button>
    </div>
  );
}
