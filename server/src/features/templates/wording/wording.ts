import type { Template, TemplateColumn, TemplateItem, TemplateValue } from '../template.ts';

/** What the texts of one template are in another language, by the English text. */
export type Wording = Readonly<Record<string, string>>;

type Say = (text: string) => string;

/** The template in other words; a text that `wording` lacks stays as it is. */
export function wordTemplate(template: Template, wording: Wording): Template {
  const say: Say = (text) => (Object.hasOwn(wording, text) ? (wording[text] ?? text) : text);
  return mapTexts(template, say);
}

/** Every text of a template that people read, once each. */
export function listTexts(template: Template): string[] {
  const texts = new Set<string>();
  mapTexts(template, (text) => {
    texts.add(text);
    return text;
  });
  return [...texts];
}

function mapTexts(template: Template, say: Say): Template {
  const types = new Map(template.columns.map(({ key, type }) => [key, type]));
  const wordValues = (values: TemplateItem['values'] = {}) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, wordValue(types.get(key), value, say)]),
    );
  return {
    ...template,
    name: say(template.name),
    description: say(template.description),
    columns: template.columns.map((column) => wordColumn(column, say)),
    groups: template.groups.map(([name, color]) => [say(name), color] as const),
    views: template.views.map((view) => ({ ...view, name: say(view.name) })),
    items: template.items.map(({ title, group, values, below = [] }) => ({
      title: say(title),
      group,
      values: wordValues(values),
      below: below.map((sub) => ({ title: say(sub.title), values: wordValues(sub.values) })),
    })),
  };
}

function wordColumn({ options, ...column }: TemplateColumn, say: Say): TemplateColumn {
  const worded = options?.map(([name, color, ...done]) => [say(name), color, ...done] as const);
  return { ...column, name: say(column.name), ...(worded && { options: worded }) };
}

function wordValue(
  type: TemplateColumn['type'] | undefined,
  value: TemplateValue,
  say: Say,
): TemplateValue {
  // An address is the same in every language.
  if (typeof value === 'string') return type === 'status' || type === 'text' ? say(value) : value;
  if (typeof value !== 'object') return value;
  if (isNames(value)) return value.map(say);
  return 'url' in value && value.text !== undefined ? { ...value, text: say(value.text) } : value;
}

function isNames(value: object): value is readonly string[] {
  return Array.isArray(value);
}
