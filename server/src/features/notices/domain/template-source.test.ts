import { describe, expect, it } from 'vitest';
import { parseTemplate, readVariable, variablesOf } from './template-source.ts';

const known = new Set(['name', 'order.number']);

describe('templates of organizations', () => {
  it('SPEC D3: text stays as it is, variables are found with and without spaces', () => {
    expect(parseTemplate('Hi {{name}}, {order} {{ order.number }}!', known)).toEqual({
      kind: 'ok',
      parts: [
        { text: 'Hi ' },
        { variable: 'name' },
        { text: ', {order} ' },
        { variable: 'order.number' },
        { text: '!' },
      ],
    });
    expect(parseTemplate('', known)).toEqual({ kind: 'ok', parts: [] });
  });

  it('SPEC D3: unknown variables are named with their place', () => {
    expect(parseTemplate('a\nb {{ nmae }}\n{{name}} {{order}}', known)).toEqual({
      kind: 'refused',
      problems: [
        { line: 2, column: 3, message: expect.stringContaining('no variable nmae') },
        { line: 3, column: 10, message: expect.stringContaining('no variable order:') },
      ],
    });
  });

  it.each(['{{ name', '{{ name | upper }}', '{{#if name}}', '{{ }}', '{{ 1 + 1 }}', '{{name()}}'])(
    '%s is no template',
    (source) => {
      expect(parseTemplate(source, known).kind).toBe('refused');
    },
  );

  it('security S37: values come from what was sent and from nowhere else', () => {
    const values = { name: 'Ada', order: { number: 7, isPaid: true }, list: ['x'] };
    expect(readVariable(values, 'order.number')).toBe('7');
    expect(readVariable(values, 'order.isPaid')).toBe('true');
    for (const name of ['constructor', 'constructor.name', '__proto__', 'order', 'list', 'no.one'])
      expect(readVariable(values, name)).toBe('');
    expect([...variablesOf(values)]).toEqual(['name', 'order.number', 'order.isPaid', 'list']);
  });
});
