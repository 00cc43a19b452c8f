import type { TemplateChannel } from './template-types.ts';

/** Which text of a template is open. */
interface TemplateSearch {
  locale?: string | undefined;
  channel?: TemplateChannel | undefined;
}

const CHANNELS: Readonly<Record<TemplateChannel, true>> = {
  email: true,
  inApp: true,
  push: true,
  sms: true,
  webhook: true,
};
const LOCALE = /^[a-z]{2}(-[A-Z]{2})?$/;

/** Whether this is how the server names languages. */
export function isLocale(tag: string): boolean {
  return LOCALE.test(tag);
}

function isChannel(value: unknown): value is TemplateChannel {
  return typeof value === 'string' && Object.hasOwn(CHANNELS, value);
}

/** Reads it from an address; what is no such thing is left out. */
export function readTemplateSearch({ locale, channel }: Record<string, unknown>): TemplateSearch {
  return {
    locale: typeof locale === 'string' && isLocale(locale) ? locale : undefined,
    channel: isChannel(channel) ? channel : undefined,
  };
}
