import { describe, expect, it } from 'vitest';
import { LINK, OTHER_LINK, samples } from './mail-samples.fixture.ts';
import { DARK_STYLE } from './mail-style.ts';
import { renderMail, type MailTemplate, type RenderedMail } from './templates.ts';

const templates = Object.keys(samples) as MailTemplate[];
const render = (template: MailTemplate, changes: object = {}, locale = 'en'): RenderedMail =>
  renderMail(template, { ...samples[template], ...changes }, locale);
const linksOf = (html: string): string[] =>
  [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? '');
const escaped = (text: string): string => text.replaceAll('&', '&amp;');

describe('mails', () => {
  it.each(templates)('%s says everything in both parts', (template) => {
    const { subject, html, text } = render(template);
    const values = Object.entries(samples[template]).filter(
      ([key]) => !/^(?:at|on|expires|newEmail)/.test(key),
    );
    for (const [, value] of values) {
      if (typeof value !== 'string') continue;
      expect(text).toContain(value);
      expect(html).toContain(escaped(value));
    }
    expect(subject).toMatch(/^\S.{8,}\S$/);
    for (const part of [subject, html.replace(DARK_STYLE, ''), text])
      expect(part).not.toMatch(/[{}]|undefined|\[object/);
    expect(text).toMatch(/\n\n--\nYou get this message because .+\.\nBoardwire\n$/);
    expect(html).toMatch(/You get this message because /);
    expect(html).toContain(`<title>${subject}</title>`);
  });

  it.each(templates)(
    '%s needs nothing but attributes to look right by day, and fetches nothing',
    (template) => {
      const { html } = render(template);
      expect(html.split(`<style>${DARK_STYLE}</style>`)).toHaveLength(2);
      expect(html.replace(DARK_STYLE, '').match(/<style/g)).toHaveLength(1);
      expect(html).not.toMatch(
        /<(?:link|img|script|iframe|form|svg|object|base)\b|\bon\w+=|url\(|@import/i,
      );
      expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    },
  );

  it.each([
    'verifyEmail',
    'resetPassword',
    'invitation',
    'confirmEmailChange',
    'organizationDeletionScheduled',
  ] as const)('%s has its link as a button, as text, and on a line of its own', (template) => {
    const { html, text } = render(template);
    expect(linksOf(html)).toEqual([escaped(LINK), escaped(LINK)]);
    expect(html).toContain(`>${escaped(LINK)}</a>`);
    expect(text.split('\n').filter((line) => line === LINK)).toHaveLength(1);
  });

  it('accountExists leads to both places', () => {
    const { html, text } = render('accountExists');
    expect(linksOf(html)).toEqual([escaped(LINK), OTHER_LINK, escaped(LINK)]);
    expect(text.split('\n').filter((line) => line.startsWith('http'))).toEqual([LINK, OTHER_LINK]);
  });

  it.each(['emailChanged', 'passwordChanged', 'mfaEnabled', 'mfaDisabled', 'newSignIn'] as const)(
    '%s has no link at all',
    (template) => {
      expect(linksOf(render(template).html)).toEqual([]);
    },
  );

  it('masked and new addresses stay readable', () => {
    expect(render('emailChanged').text).toContain('a•••@new.example.com');
    const longest = `${'a'.repeat(64)}@${'b.'.repeat(93)}com`;
    expect(render('confirmEmailChange', { newEmail: longest }).text).toContain(longest);
  });
});

describe('mails: language', () => {
  it.each([
    ['en', 'November 5, 2026 at 2:30 PM UTC'],
    ['en-GB', '5 November 2026 at 14:30 UTC'],
    ['de-CH', '5. November 2026 um 14:30 UTC'],
    ['xx-XX', 'November 5, 2026 at 2:30 PM UTC'],
    ['no locale!', 'November 5, 2026 at 2:30 PM UTC'],
    ['', 'November 5, 2026 at 2:30 PM UTC'],
  ])('%s writes moments its way, in UTC', (locale, moment) => {
    for (const template of [
      'invitation',
      'passwordChanged',
      'newSignIn',
      'organizationDeletionScheduled',
    ] as const) {
      const { html, text } = render(template, {}, locale);
      expect(text.replaceAll('\u202F', ' ')).toContain(moment);
      expect(html.replaceAll('\u202F', ' ')).toContain(`<bdi>${moment}</bdi>`);
    }
  });

  it.each([
    [1, 'en', 'for 1 minute.'],
    [45, 'en', 'for 45 minutes.'],
    [60, 'en', 'for 1 hour.'],
    [90, 'en', 'for 90 minutes.'],
    [1_440, 'en', 'for 24 hours.'],
    [120, 'de', '2 Stunden lang.'],
    [120, 'fr', 'pendant 2 heures.'],
  ])('%i minutes in %s: %s', (expiresInMinutes, locale, words) => {
    const { text } = render('resetPassword', { expiresInMinutes }, locale);
    expect(text.replace(/[\u00A0\u202F]/g, ' ')).toContain(words);
  });

  it.each(['de', 'de-AT', 'fr', 'fr-CA'])('%s says every mail in its own words', (locale) => {
    for (const template of templates) {
      const english = render(template);
      const mail = render(template, {}, locale);
      expect(mail.subject).not.toBe(english.subject);
      expect(mail.html).toContain(`<html lang="${locale.slice(0, 2)}">`);
      for (const part of [mail.subject, mail.html.replace(DARK_STYLE, ''), mail.text])
        expect(part).not.toMatch(/[{}]|undefined|You get this/);
      expect(linksOf(mail.html)).toEqual(linksOf(english.html));
      if (locale.startsWith('fr'))
        expect(mail.text).not.toMatch(/[\p{L}\u00A0 ][:;?!»](\s|$)|«[^\u202F]/mu);
    }
  });
});

describe('mails: security S37', () => {
  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'mailto:a@example.com',
    'file:///etc/passwd',
    'ftp://example.com',
    '//example.com',
    '/relative',
    'example.com',
    '',
    ' ',
    'https://',
    'http:// a b',
    'https://user@example.com',
    'https://user:pass@example.com',
    '\u0001javascript:alert(1)',
    'java\nscript:alert(1)',
  ])('%j is no link for a mail', (link) => {
    expect(() => render('verifyEmail', { link })).toThrow('http or https');
    expect(() => render('accountExists', { logInLink: link })).toThrow('http or https');
    expect(() => render('accountExists', { resetLink: link })).toThrow('http or https');
    expect(() => render('organizationDeletionScheduled', { settingsLink: link })).toThrow(
      'http or https',
    );
  });

  it('a link cannot leave its attribute or its line', () => {
    const { html, text } = render('verifyEmail', {
      link: 'http://127.0.0.1:3000/a?q="\'<b>`\n\r\t x',
    });
    expect(linksOf(html)).toEqual(
      Array(2).fill('http://127.0.0.1:3000/a?q=%22%27%3Cb%3E&#96;%20x'),
    );
    expect(text).toContain('\nhttp://127.0.0.1:3000/a?q=%22%27%3Cb%3E`%20x\n');
  });

  it('a moment that is none is an error, not a mail', () => {
    expect(() => render('invitation', { expiresAt: 'soon' })).toThrow(RangeError);
  });

  it.each(['constructor', '__proto__', 'toString', 'nothing'])(
    'there is no mail %s',
    (template) => {
      expect(() => renderMail(template as MailTemplate, {} as never, 'en')).toThrow(
        'there is no mail',
      );
    },
  );

  it('markup cannot be forged by an object', () => {
    const forged = JSON.parse(
      '{"html":"<b>x</b>","markup":"<b>x</b>","Symbol(markup)":"<b>x</b>"}',
    ) as unknown;
    expect(() => render('verifyEmail', { name: forged })).toThrow(TypeError);
  });

  it.each([
    ['A\u202Eda', 'Ada'],
    ['A\u2066\u200F\u061Cd\u2069a', 'Ada'],
    ['A\u200B\uFEFF\u00ADda\u2060', 'Ada'],
    ['A\u3164\u{E0041}da', 'Ada'],
    ['A\r\nd\u2028a\u0000!', 'A d a !'],
    ['A\uD800da', 'A da'],
    ['  Ada \t Lovelace ', 'Ada Lovelace'],
    ['\u202E\u200B', '(no name)'],
    ['سارا می\u200Cخواهد', 'سارا می\u200Cخواهد'],
    ['👩🏽\u200D🚀\uFE0F', '👩🏽\u200D🚀\uFE0F'],
    ['O’Neill & Søn', 'O’Neill & Søn'],
    ['👍'.repeat(300), `${'👍'.repeat(253)}…`],
  ])('the name %j is written %j', (name, written) => {
    expect(render('verifyEmail', { name }).text).toContain(`\nHello ${written},\n`);
    expect(render('verifyEmail', { name }).html).toContain(`<bdi>${escaped(written)}</bdi>`);
  });

  it('every sign that means something in HTML is escaped', () => {
    const { html, text } = render('verifyEmail', { name: `a<b>c"d'e\`f&g;` });
    expect(html).toContain('<bdi>a&lt;b&gt;c&quot;d&#39;e&#96;f&amp;g;</bdi>');
    expect(text).toContain(`a<b>c"d'e\`f&g;`);
  });

  it('long names leave a subject readable', () => {
    const { subject } = render('invitation', {
      inviterName: 'a'.repeat(120),
      organizationName: 'b'.repeat(120),
    });
    expect(subject).toBe(`${'a'.repeat(59)}… invited you to ${'b'.repeat(59)}…`);
  });
});
