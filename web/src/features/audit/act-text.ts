import { findText } from '../../i18n/find-text.ts';

/** An act in words; a name that has no words yet is shown as it is. */
export function describeAct(action: string): string {
  return findText('act', action) ?? action;
}

/** A value of an entry's details, as text. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(describeValue).join(', ');
  return JSON.stringify(value);
}
