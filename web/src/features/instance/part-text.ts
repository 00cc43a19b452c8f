import { en } from '../../i18n/en.ts';
import { t } from '../../i18n/t.tsx';
import type { MessageKey } from '../../i18n/translate.ts';

type PartKey = Extract<MessageKey, `part.${string}`>;

function isPartKey(key: string): key is PartKey {
  return key.startsWith('part.') && key in en;
}

/** The name of a part in words; one without words is shown as it is. */
export function describePart(name: string): string {
  const key = `part.${name}`;
  return isPartKey(key) ? t(key) : name;
}
