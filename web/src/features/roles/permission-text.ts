import { type Permission, permissionNames } from '@boardwire/contract/permissions';
import { t } from '../../i18n/t.tsx';

/** The part before the colon: what a permission is about. */
type SubjectOf<Name> = Name extends `${infer Subject}:${string}` ? Subject : never;

/** What a permission allows, in the reader's language. */
export function permissionText(permission: Permission): string {
  return t(`permission.${permission}`);
}

/** Permissions by subject, in the order of the contract's table. */
export function groupPermissions(): readonly (readonly [
  SubjectOf<Permission>,
  readonly Permission[],
])[] {
  const groups = new Map<SubjectOf<Permission>, Permission[]>();
  for (const permission of permissionNames) {
    const subject = permission.split(':')[0] as SubjectOf<Permission>;
    groups.set(subject, [...(groups.get(subject) ?? []), permission]);
  }
  return [...groups];
}

/** Whether everything in `wanted` is also in `held`: nobody grants above themselves (security S23). */
export function isWithin(wanted: readonly Permission[], held: readonly Permission[]): boolean {
  return wanted.every((permission) => held.includes(permission));
}
