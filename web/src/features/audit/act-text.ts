import { en } from '../../i18n/en.ts';
import { t } from '../../i18n/t.tsx';
import type { MessageKey } from '../../i18n/translate.ts';

type ActKey = Extract<MessageKey, `act.${string}`>;

function isActKey(key: string): key is ActKey {
  return key.startsWith('act.') && key in en;
}

/** An act in words; a name that has no words yet is shown as it is. */
export function describeAct(action: string): string {
  const key = `act.${action}`;
  return isActKey(key) ? t(key) : action;
}

/** A value of an entry's details, as text. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(describeValue).join(', ');
  return JSON.stringify(value);
}
