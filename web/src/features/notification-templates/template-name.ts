import type { PlainMessageKey } from '../../i18n/message-types.ts';
import { t } from '../../i18n/t.tsx';
import type { Template, TemplateChannel } from './template-types.ts';

const NAMES: Readonly<Record<string, PlainMessageKey>> = {
  assigned: 'tpl.assigned',
  mentioned: 'tpl.mentioned',
  commented: 'tpl.commented',
  statusChanged: 'tpl.statusChanged',
  dueSoon: 'tpl.dueSoon',
  overdue: 'tpl.overdue',
  conflictWaiting: 'tpl.conflictWaiting',
  importFinished: 'tpl.importFinished',
  invited: 'tpl.invited',
  endpointDisabled: 'tpl.endpointDisabled',
  deadLetters: 'tpl.deadLetters',
};

/** What people call a template: ours have names, others go by their key. */
export function templateName({ key, isBuiltIn }: Pick<Template, 'key' | 'isBuiltIn'>): string {
  const name = isBuiltIn ? NAMES[key] : undefined;
  return name === undefined ? key : t(name);
}

/** Channels that a text can be written for. The inbox has words of its own for notices of Boardwire. */
export function channelsOf({ isBuiltIn }: Pick<Template, 'isBuiltIn'>): TemplateChannel[] {
  return isBuiltIn ? ['email', 'push', 'sms'] : ['email', 'inApp', 'push', 'sms'];
}

/** Languages that the product speaks, which are offered first. */
const USUAL_LOCALES = ['en', 'de', 'fr'] as const;

/** Languages of a template, with those that it has texts in. */
export function localesOf(template: Pick<Template, 'texts'>, chosen: string): string[] {
  return [...new Set([...USUAL_LOCALES, ...template.texts.map(({ locale }) => locale), chosen])];
}

/** "German", in the language of the page. */
export function localeName(locale: string, textLocale: string): string {
  try {
    return new Intl.DisplayNames([textLocale], { type: 'language' }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}
