import { afterEach, describe, expect, it } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';
import { webhooks } from './en/webhooks.ts';
import { lateEnglish } from './late-english.ts';
import { createPseudoCatalog } from './pseudo.ts';
import { addEnglish, setCatalog, t } from './t.tsx';

describe('web W42: texts that come with their page', () => {
  afterEach(() => setCatalog('en', en));

  it('are none of those of the first script', () => {
    expect(Object.keys(lateEnglish).filter((key) => Object.hasOwn(en, key))).toEqual([]);
  });

  it('are there once they are added, in every language that comes before or after', () => {
    addEnglish(webhooks);
    expect(t('hooks.new')).toBe('New webhook');
    setCatalog('de', { ...en, ...de });
    expect(t('hooks.new')).toBe('Neuer Webhook');
    addEnglish(webhooks);
    expect(t('hooks.new')).toBe('Neuer Webhook');
    setCatalog('en', en);
    expect(t('hooks.new')).toBe('New webhook');
  });

  it('are accented where the others are', () => {
    setCatalog('en', createPseudoCatalog(en), createPseudoCatalog);
    addEnglish(webhooks);
    expect(t('hooks.new')).toMatch(/^\[Ñéw wébhóók/);
  });

  it('a language that lacks one says it in English', () => {
    addEnglish(webhooks);
    setCatalog('de', { ...en });
    expect(t('hooks.new')).toBe('New webhook');
  });
});
