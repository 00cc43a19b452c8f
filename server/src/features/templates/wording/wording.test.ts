import { columnSettings } from '@boardwire/contract/column-types';
import { describe, expect, it } from 'vitest';
import { checkValue, toField } from '../../items/index.ts';
import { sampleBoard } from '../catalogue/sample-board.ts';
import { templates } from '../catalogue/templates.ts';
import { makeContent } from '../make-content.ts';
import type { Template } from '../template.ts';
import { speakTemplate, wordings } from './languages.ts';
import { listTexts } from './wording.ts';

const board = { createdAt: '2026-02-27T22:30:00.000Z', createdBy: crypto.randomUUID() };
const all = [...templates, sampleBoard];
const spoken = Object.keys(wordings).flatMap((language) =>
  all.map((template) => ({ language, id: template.id, template })),
);

/** Numbers of versions and keys are the same everywhere. */
const isSaid = (text: string) => /[a-z]/i.test(text);

/** What is left of a template without its words. */
function shapeOf({ columns, groups, views, items }: Template) {
  return {
    columns: columns.map(({ key, type, options = [], settings }) => ({
      key,
      type,
      settings,
      options: options.map(([, color, done]) => [color, done]),
    })),
    groups: groups.map(([, color]) => color),
    views: views.map(({ kind, by, sortBy }) => [kind, by, sortBy]),
    items: items.map(({ group, values = {}, below = [] }) => ({
      group,
      values: Object.entries(values).map(([key, value]) => [
        key,
        Array.isArray(value) ? value.length : typeof value,
      ]),
      below: below.map((sub) => Object.keys(sub.values ?? {})),
    })),
  };
}

describe('web W42: templates speak the languages of the app', () => {
  it('knows the same languages as the app besides English', () => {
    expect(Object.keys(wordings).toSorted()).toEqual(['de', 'fr']);
  });

  it.each(spoken)('$language: $id has a text for every text, and none over', (spokenTemplate) => {
    const { language, id, template } = spokenTemplate;
    const wording = wordings[language]?.[id] ?? {};
    expect(Object.keys(wording).toSorted()).toEqual(listTexts(template).filter(isSaid).toSorted());
  });

  it.each(spoken)('$language: $id keeps its shape', ({ language, template }) => {
    const worded = speakTemplate(template, language);
    expect(worded.id).toBe(template.id);
    expect(shapeOf(worded)).toEqual(shapeOf(template));
    for (const { options = [], name } of worded.columns)
      expect(new Set(options.map(([option]) => option)).size, name).toBe(options.length);
  });

  it.each(spoken)('$language: $id makes a board whose columns take it', (spokenTemplate) => {
    const worded = speakTemplate(spokenTemplate.template, spokenTemplate.language);
    const content = makeContent(worded, board, { withItems: true });
    const columns = new Map(content.columns.map((column) => [column.id, column]));
    for (const { type, settings, name } of content.columns)
      expect(columnSettings[type].safeParse(settings).error, name).toBeUndefined();
    for (const { values } of content.items)
      for (const [id, value] of Object.entries(values)) {
        const column = columns.get(id);
        if (column === undefined) continue;
        const checked = checkValue(toField(column), value, new Set([board.createdBy]));
        expect(checked, column.name).toEqual({ ok: true, value });
      }
  });

  it('takes the language of a region, and English where there is no other', () => {
    expect(speakTemplate(sampleBoard, 'de-CH').name).toBe('Boardwire ausprobieren');
    expect(speakTemplate(sampleBoard, 'FR').name).toBe('Essayer Boardwire');
    for (const locale of ['en-GB', 'ja', '', 'constructor'])
      expect(speakTemplate(sampleBoard, locale).name).toBe('Try Boardwire');
  });
});
