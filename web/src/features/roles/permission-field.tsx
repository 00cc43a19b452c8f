import type { Permission } from '@boardwire/contract/permissions';
import { useId } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { readProblem } from '../../form/read-problem.ts';
import { t } from '../../i18n/t.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { FieldError } from '../../ui/field.tsx';
import { groupPermissions, permissionText } from './permission-text.ts';

interface PermissionFieldProps {
  name: string;
  label: string;
  hint: string;
  /** What the person has: nothing else can be given. */
  held: readonly Permission[];
  /** Always given. */
  locked?: readonly Permission[];
}

/** Checkboxes of permissions by subject. */
export function PermissionField({ name, label, hint, held, locked = [] }: PermissionFieldProps) {
  const { formState } = useFormContext();
  const { field } = useController({ name });
  const id = useId();
  const chosen = field.value as readonly Permission[];
  const error = readProblem(formState.errors, name);
  const toggle = (permission: Permission, isOn: boolean) =>
    field.onChange(isOn ? [...chosen, permission] : chosen.filter((one) => one !== permission));
  return (
    <fieldset aria-describedby={`${id}-hint`} className="flex flex-col gap-4">
      <div>
        <legend className="text-sm font-medium text-ink">{label}</legend>
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      </div>
      {error && <FieldError id={`${id}-error`} text={error} />}
      {groupPermissions().map(([subject, permissions]) => (
        <div key={subject} role="group" aria-label={t(`permissionGroup.${subject}`)}>
          <div className="pb-1 text-xs font-medium text-faint">
            {t(`permissionGroup.${subject}`)}
          </div>
          {permissions.map((permission) => (
            <Checkbox
              key={permission}
              label={permissionText(permission)}
              checked={chosen.includes(permission)}
              disabled={locked.includes(permission) || !held.includes(permission)}
              onChange={(event) => toggle(permission, event.target.checked)}
            />
          ))}
        </div>
      ))}
    </fieldset>
  );
}
