import { useFormContext, useWatch } from 'react-hook-form';
import { useOrganization } from '../../app/use-organization.ts';
import { SelectField, TextField } from '../../form/fields.tsx';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { type ComposeValues, readData } from './compose-request.ts';
import { KindChoice } from './kind-choice.tsx';
import { TextAreaField } from './text-area-field.tsx';

/** What a message says: its own words, or those of a template. */
export function SaysFields() {
  const saysKind = useWatch<ComposeValues, 'saysKind'>({ name: 'saysKind' });
  return (
    <div className="flex flex-col gap-3">
      <KindChoice
        name="saysKind"
        label={t('compose.says')}
        options={[
          { value: 'ownWords', label: t('compose.ownWords') },
          { value: 'template', label: t('compose.template') },
        ]}
      />
      {saysKind === 'ownWords' ? <OwnWords /> : <TemplateFields />}
    </div>
  );
}

function OwnWords() {
  return (
    <>
      <TextField name="title" label={t('compose.subject')} autoComplete="off" maxLength={200} />
      <TextAreaField name="body" label={t('compose.body')} optional />
      <TextField
        name="url"
        label={t('compose.url')}
        type="url"
        inputMode="url"
        placeholder="https://"
        autoComplete="off"
        optional
      />
    </>
  );
}

/** Templates of the organization's own: those of the product are filled by the product. */
function TemplateFields() {
  const { id: organizationId } = useOrganization();
  const { setValue } = useFormContext<ComposeValues>();
  const { data: all = [] } = useRead('notificationTemplates.list', { organizationId });
  const templates = all.filter(({ isBuiltIn }) => !isBuiltIn);
  if (templates.length === 0)
    return <p className="text-sm text-muted">{t('compose.noTemplates')}</p>;
  const proposeData = (key: string) => {
    const sample = templates.find((one) => one.key === key)?.texts[0]?.sample ?? {};
    setValue('data', JSON.stringify(sample, null, 2));
  };
  return (
    <>
      <SelectField
        name="template"
        label={t('compose.template')}
        onInput={({ currentTarget }) => proposeData(currentTarget.value)}
      >
        <option value="">…</option>
        {templates.map(({ key }) => (
          <option key={key} value={key}>
            {key}
          </option>
        ))}
      </SelectField>
      <TextAreaField
        name="data"
        label={t('compose.data')}
        hint={t('compose.dataHint')}
        validate={(text) => readData(text) !== null || t('compose.badData')}
        isCode
        optional
      />
    </>
  );
}
