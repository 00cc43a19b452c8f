import { isTimeZone, LOCALE } from '@boardwire/contract/accounts';

/** What an account begins with where nothing better is known. */
const FALLBACK = { locale: 'en', timeZone: 'UTC' } as const;

/** Language and time zone of a new account, from what the browser says of itself; never a reason to refuse one. */
export function readRegion(said: { locale?: string | undefined; timeZone?: string | undefined }): {
  locale: string;
  timeZone: string;
} {
  const { timeZone } = said;
  return {
    locale: readLocale(said.locale) ?? FALLBACK.locale,
    timeZone: timeZone !== undefined && isTimeZone(timeZone) ? timeZone : FALLBACK.timeZone,
  };
}

/** "zh-Hans-CN" is kept as "zh-CN"; undefined for what is no tag, or has no language of two letters. */
function readLocale(tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined;
  try {
    const { language, region } = new Intl.Locale(tag);
    return [region === undefined ? language : `${language}-${region}`, language].find((locale) =>
      LOCALE.test(locale),
    );
  } catch {
    return undefined;
  }
}
