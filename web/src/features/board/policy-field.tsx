import type { ColumnType, ConflictPolicy, Json } from '@boardwire/contract/column-types';
import { t } from '../../i18n/t.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';

type Settings = Record<string, Json>;

interface PolicyFieldProps {
  type: ColumnType;
  settings: Settings;
  onChange: (settings: Settings) => void;
}

const MERGING: ReadonlySet<ColumnType> = new Set(['text', 'person', 'tags']);
const WITHOUT: ReadonlySet<ColumnType> = new Set([
  'longText',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
]);

/** The policies that a type permits (live L21); computed columns and long text have nothing to choose. */
function listPolicies(type: ColumnType): readonly ConflictPolicy[] {
  if (WITHOUT.has(type)) return [];
  const others = ['user_choice', 'last_writer_wins'] as const;
  return MERGING.has(type) ? ['merge', ...others] : others;
}

/** What happens when two people write the same value of a column at once. */
export function PolicyField({ type, settings, onChange }: PolicyFieldProps) {
  const policies = listPolicies(type);
  if (policies.length === 0) return null;
  const { conflictPolicy, ...others } = settings;
  return (
    <Field label={t('board.policy')} hint={t('board.policyHint')}>
      {(control) => (
        <Select
          {...control}
          value={typeof conflictPolicy === 'string' ? conflictPolicy : ''}
          onChange={({ target: { value } }) =>
            onChange(value === '' ? others : { ...others, conflictPolicy: value })
          }
        >
          <option value="">{t('board.policy.default')}</option>
          {policies.map((policy) => (
            <option key={policy} value={policy}>
              {t(`board.policy.${policy}`)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
