import { columnSettings } from '@boardwire/contract/column-types';
import { describe, expect, it } from 'vitest';
import { checkValue, toField } from '../items/index.ts';
import { sampleBoard } from './catalogue/sample-board.ts';
import { templates } from './catalogue/templates.ts';
import { makeContent } from './make-content.ts';

const board = { createdAt: '2026-02-27T22:30:00.000Z', createdBy: crypto.randomUUID() };
const all = [...templates, sampleBoard];

describe.each(all.map((template) => ({ name: template.name, template })))(
  'web W46: template $name',
  ({ template }) => {
    const content = makeContent(template, board, { withItems: true });
    const columns = new Map(content.columns.map((column) => [column.id, column]));

    it('has settings that columns of their type take', () => {
      for (const { type, settings, name } of content.columns)
        expect(columnSettings[type].safeParse(settings).error, name).toBeUndefined();
    });

    it('has values that their columns take as they are', () => {
      for (const { values } of content.items) {
        const { title, ...fields } = values;
        expect(title).toEqual(expect.any(String));
        for (const [id, value] of Object.entries(fields)) {
          const field = toField(columns.get(id)!);
          const people = new Set([board.createdBy]);
          expect(checkValue(field, value, people), `${JSON.stringify(title)}: ${id}`).toEqual({
            ok: true,
            value,
          });
        }
      }
    });

    it('numbers its items without gaps, parents first', () => {
      expect(content.items.map(({ number }) => number)).toEqual(
        content.items.map((_item, at) => at + 1),
      );
      const seen = new Set<string | null>([null]);
      for (const { id, parentId } of content.items) {
        expect(seen.has(parentId)).toBe(true);
        seen.add(id);
      }
    });

    it('offers a way to see it as cards; a plain table is always there', () => {
      const kanban = content.views.find(({ kind }) => kind === 'kanban');
      expect(columns.get(kanban?.settings['kanbanBy'] as string)?.type).toBe('status');
    });
  },
);

describe('web W46: content of templates', () => {
  it('counts days from the day of the board, over the end of a month', () => {
    const [first] = templates;
    const { columns, items } = makeContent(first!, board, { withItems: true });
    const due = columns.find(({ name }) => name === 'Due')!;
    expect(items[0]?.values[due.id]).toBe('2026-03-02');
  });

  it('leaves the items out when asked, and gives every board ids of its own', () => {
    const [first] = templates;
    const bare = makeContent(first!, board, { withItems: false });
    expect(bare.items).toEqual([]);
    expect(bare.columns.length).toBeGreaterThan(0);
    const again = makeContent(first!, board, { withItems: false });
    const ids = new Set([...bare.columns, ...again.columns].map(({ id }) => id));
    expect(ids.size).toBe(2 * bare.columns.length);
  });
});
