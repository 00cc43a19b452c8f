import { findText } from '../i18n/find-text.ts';

/** A role's name: that of a built-in one in the reader's language, of another as it was given. */
export function roleName({ key, name }: { key: string | null; name: string }): string {
  return (key === null ? undefined : findText('roleName', key)) ?? name;
}
