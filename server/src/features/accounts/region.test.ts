import { describe, expect, it } from 'vitest';
import { readRegion } from './region.ts';

const localeOf = (locale?: string) => readRegion({ locale }).locale;

describe('web W42: language and time zone of a new account', () => {
  it('are those of the browser', () => {
    expect(readRegion({ locale: 'de-CH', timeZone: 'Europe/Zurich' })).toEqual({
      locale: 'de-CH',
      timeZone: 'Europe/Zurich',
    });
    expect(localeOf('fr')).toBe('fr');
  });

  it('leave out what the profile cannot keep', () => {
    expect(localeOf('zh-Hans-CN')).toBe('zh-CN');
    expect(localeOf('es-419')).toBe('es');
    expect(localeOf('DE-ch')).toBe('de-CH');
  });

  it('are English and UTC where the browser says nothing of use', () => {
    for (const locale of [undefined, '', 'gsw-CH', 'x', '../de', 'de_CH; drop'])
      expect(localeOf(locale)).toBe('en');
    for (const timeZone of [undefined, '', 'Mars/Base'])
      expect(readRegion({ timeZone }).timeZone).toBe('UTC');
  });
});
