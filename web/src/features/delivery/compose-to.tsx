import { X } from 'lucide-react';
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { useOrganization } from '../../app/use-organization.ts';
import { SelectField } from '../../form/fields.tsx';
import { readProblem } from '../../form/read-problem.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { FieldError } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { ComposeValues } from './compose-request.ts';
import { KindChoice } from './kind-choice.tsx';
import { PersonChoice } from './person-choice.tsx';
import { TextAreaField } from './text-area-field.tsx';
import { usePersonName } from './use-people.ts';

/** Whom a message is for. */
export function ToFields() {
  const toKind = useWatch<ComposeValues, 'toKind'>({ name: 'toKind' });
  return (
    <div className="flex flex-col gap-3">
      <KindChoice
        name="toKind"
        label={t('compose.to')}
        options={[
          { value: 'people', label: t('compose.people') },
          { value: 'addresses', label: t('compose.addresses') },
          { value: 'topic', label: t('compose.topic') },
          { value: 'segment', label: t('compose.segment') },
        ]}
      />
      <Recipients kind={toKind} />
    </div>
  );
}

function Recipients({ kind }: { kind: ComposeValues['toKind'] }) {
  switch (kind) {
    case 'people':
      return <People />;
    case 'addresses':
      return (
        <TextAreaField
          name="addresses"
          label={t('compose.addressList')}
          hint={t('compose.addressHint')}
        />
      );
    case 'topic':
      return <Topics />;
    case 'segment':
      return (
        <SelectField name="segment" label={t('compose.segment')}>
          <option value="members">{t('compose.members')}</option>
          <option value="admins">{t('compose.admins')}</option>
        </SelectField>
      );
  }
}

function People() {
  const { formState } = useFormContext();
  const error = readProblem(formState.errors, 'people');
  return (
    <Controller<ComposeValues, 'people'>
      name="people"
      rules={{ validate: (people) => people.length > 0 || t('form.required') }}
      render={({ field }) => (
        <div className="flex flex-col gap-3">
          <ChosenPeople value={field.value} onChange={field.onChange} />
          {error && <FieldError id="people-error" text={error} />}
        </div>
      )}
    />
  );
}

interface ChosenPeopleProps {
  value: readonly string[];
  onChange: (value: string[]) => void;
}

function ChosenPeople({ value, onChange }: ChosenPeopleProps) {
  const leaveOut = (userId: string) => onChange(value.filter((one) => one !== userId));
  return (
    <>
      {value.length > 0 && (
        <ul aria-label={t('compose.people')} className="flex flex-wrap gap-1.5">
          {value.map((userId) => (
            <ChosenPerson key={userId} userId={userId} onRemove={() => leaveOut(userId)} />
          ))}
        </ul>
      )}
      <PersonChoice
        label={t('compose.addPerson')}
        empty={t('deliveryWhy.choose')}
        value=""
        without={new Set(value)}
        onChange={(userId) => onChange([...value, userId])}
      />
    </>
  );
}

function ChosenPerson({ userId, onRemove }: { userId: string; onRemove: () => void }) {
  const name = usePersonName(userId) ?? t('delivery.somebody');
  return (
    <li className="flex items-center gap-1 rounded-full bg-neutral-soft pl-3 text-sm text-ink">
      {name}
      <IconButton icon={X} label={t('compose.removePerson', { name })} onClick={onRemove} />
    </li>
  );
}

function Topics() {
  const { id: organizationId } = useOrganization();
  const { data: topics = [] } = useRead('topics.list', { organizationId });
  if (topics.length === 0) return <p className="text-sm text-muted">{t('compose.noTopics')}</p>;
  return (
    <SelectField name="topic" label={t('compose.topic')}>
      <option value="">…</option>
      {topics.map(({ id, key, name }) => (
        <option key={id} value={key}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
