import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { preview } from '@boardwire/contract/imports';
import { responseSchema } from './response-schema.ts';

const column = { as: 'person', index: 0, header: 'Owner', name: 'Owner' };
const readable = {
  kind: 'readable',
  format: 'csv',
  boardName: 'Plants',
  headers: ['Owner'],
  rows: [['Zoë 🎉']],
  columns: [{ name: 'Owner', type: 'person' }],
  groups: [],
  people: [],
  items: [],
  counts: {},
  problems: [],
};

describe('SPEC B6: an answer whose alternatives hold null', () => {
  it.each([null, ';'])('is written with the separator %s', async (separator) => {
    const mapping = { timeZone: 'UTC', columns: [{ ...column, separator }] };
    const answer = { success: true, data: { ...readable, mapping } };
    const app = Fastify();
    app.get('/', { schema: { response: { 200: responseSchema(preview) } } }, () => answer);
    const response = await app.inject('/');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(answer);
    await app.close();
  });
});
