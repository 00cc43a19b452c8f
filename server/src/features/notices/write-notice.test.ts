import { describe as suite, expect, it } from 'vitest';
import { DARK_STYLE } from '../../platform/mail/mail-style.ts';
import { describe } from './describe.ts';
import type { Scene } from './scene.ts';
import { fillingOf, sampleScene } from './known-variables.ts';
import { noticeSamples } from './samples.ts';
import { writeNotice, writeTemplate } from './write-channel.ts';
import { placeOf, writeDigest } from './write-digest.ts';

const types = Object.keys(noticeSamples) as (keyof typeof noticeSamples)[];
const languages = ['en', 'de', 'fr'] as const;
const cases = types.flatMap((type) => languages.map((language) => [type, language] as const));
const footer = {
  preferences: 'https://boards.example.com/settings/notifications',
  unsubscribe: 'https://boards.example.com/unsubscribe/token',
};
const EVIL = '<b>x</b>"\' https://evil.example.com {by} {{ item }} =?utf-8?Q?x?= \u202E';

const sceneOf = (language: string): Scene => sampleScene(language, 'Engines');
/** The same values, with every text a person could have written replaced. */
function withNames(values: unknown, name: string): never {
  const kept = /Id$|^id$|On$|At$|level|failingSince|outcome|^reason$|channels/;
  return JSON.parse(
    JSON.stringify(values, (key, value: unknown) =>
      typeof value === 'string' && !kept.test(key) ? name : value,
    ),
  ) as never;
}
const linksOf = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);

suite('notices: in every language', () => {
  it.each(cases)('%s in %s says everything, in both parts of its mail', (type, language) => {
    const scene = sceneOf(language);
    const described = describe(type, noticeSamples[type] as never, scene);
    const mail = writeNotice('email', described, { words: scene.words, footer });
    expect(mail['subject']).toMatch(/^\S.{8,}\S$/);
    for (const part of [mail['subject'], mail['text'], mail['html']?.replace(DARK_STYLE, '')])
      expect(part).not.toMatch(/[{}]|undefined|\[object|null/);
    expect(mail['html']).toContain(`<html lang="${language}">`);
    for (const link of [described.link, footer.preferences, footer.unsubscribe]) {
      expect(linksOf(mail['html'] ?? '')).toContain(link);
      expect(mail['text']?.split('\n')).toContain(link);
    }
    const sms = writeNotice('sms', described, { words: scene.words, footer });
    expect(sms['body']).toMatch(/^[^\n]{8,180}\nhttps:\/\/boards\.example\.com\S*$/);
    const push = writeNotice('push', described, { words: scene.words, footer });
    expect(push).toMatchObject({ title: mail['subject'], url: described.link });
  });

  it.each(types)('web W42: %s in French has a narrow no-break space before its marks', (type) => {
    const scene = sceneOf('fr');
    const described = describe(type, noticeSamples[type] as never, scene);
    const { text } = writeNotice('email', described, { words: scene.words, footer });
    // What somebody said has their own marks.
    const own = text?.replaceAll(/^> .*$/gm, '');
    expect(own).not.toMatch(/[\p{L}\u00A0 ][:;?!»](\s|$)|«[^\u202F]/mu);
  });

  it('the languages say different things', () => {
    for (const type of types) {
      const said = languages.map((language) => {
        const scene = sceneOf(language);
        const described = describe(type, noticeSamples[type] as never, scene);
        return writeNotice('sms', described, { words: scene.words, footer })['body'];
      });
      expect(new Set(said).size, type).toBe(3);
    }
  });
});

suite('security S37: notices carry what people wrote, and none of its power', () => {
  it.each(cases)('%s in %s', (type, language) => {
    const scene = sceneOf(language);
    const described = describe(type, withNames(noticeSamples[type], EVIL), scene);
    const { html = '', text = '' } = writeNotice('email', described, {
      words: scene.words,
      footer,
    });
    for (const href of linksOf(html)) expect(href).toMatch(/^https:\/\/boards\.example\.com\//);
    expect(html).not.toMatch(/<b>|\u202E/);
    expect(text).not.toMatch(/https:\/\/evil|evil\.example|\u202E/);
    const { body = '' } = writeNotice('sms', described, { words: scene.words, footer });
    expect(body).not.toMatch(/https:\/\/evil|evil\.example/);
    const names = Object.keys(described.names).map((name) => `{{ ${name} }}`);
    const own = { subject: '', source: `${names.join(' ')} {{ link }}` };
    const filled = writeTemplate('sms', own, fillingOf('sms', described), {
      words: scene.words,
      footer,
      organizationName: '',
    });
    expect(filled['body']).not.toMatch(/https:\/\/evil|evil\.example/);
    expect(filled['body']).toContain(described.link);
  });
});

suite('delivery D16: a digest', () => {
  const scene = sceneOf('en');
  const lineOf = (title: string, board: string) => {
    const values = {
      ...noticeSamples.assigned,
      item: { id: title, title },
      board: { id: board, name: board },
    };
    return { described: describe('assigned', values, scene), ...placeOf({ ...values }) };
  };
  const { words, links } = scene;

  it('stands by board and item, with a line for each notice', () => {
    const lines = [lineOf('One', 'Launch'), lineOf('Two', 'Hiring'), lineOf('Three', 'Launch')];
    const { text, subject } = writeDigest(lines, { count: 3, words, links, footer });
    expect(subject).toBe('What is new on your boards');
    expect(text.match(/assigned you$/gm)).toHaveLength(3);
    const places = ['Launch', 'One', 'Three', 'Hiring', 'Two'].map((name) => text.indexOf(name));
    expect(places).toEqual(places.toSorted((left, right) => left - right));
  });

  it('says how much more there is than it shows, and its board where there is one', () => {
    const lines = Array.from({ length: 200 }, (_line, index) => lineOf(`Item ${index}.`, 'Launch'));
    const { text, html, subject } = writeDigest(lines, { count: 207, words, links, footer });
    expect(subject).toBe('What is new on Launch');
    expect(text.match(/assigned you$/gm)).toHaveLength(200);
    expect(text).toContain('and 7 more');
    // Programs cut off what is longer than 102 kB.
    expect(Buffer.byteLength(html)).toBeLessThan(200_000);
  });
});
