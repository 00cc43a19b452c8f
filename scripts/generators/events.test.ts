import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { events } from '@boardwire/contract/catalogue';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { render } from './events.ts';

/** AsyncAPI's own schema: 400 kB that are kept beside the repository, not in it. */
const schemaFile =
  process.env['ASYNCAPI_SCHEMA'] ??
  fileURLToPath(new URL('../../../shared/data/contracts/asyncapi/3.0.0.json', import.meta.url));
const hasSchema = existsSync(schemaFile);
if (!hasSchema)
  console.warn(`skipped: no AsyncAPI schema at ${schemaFile}; ASYNCAPI_SCHEMA may name it`);

interface Message {
  payload: { allOf: [unknown, { properties: Record<string, Record<string, unknown>> }] };
}

interface Catalogue {
  channels: Record<string, { messages: Record<string, unknown> }>;
  components: { messages: Record<string, Message>; schemas: Record<string, object> };
}

const read = () => JSON.parse(render()) as Catalogue;

function loadValidator() {
  // The file brings the draft-07 schema along under its own address.
  const ajv = new Ajv({ strict: false, meta: false, validateSchema: false });
  addFormats.default(ajv);
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>;
  return ajv.compile(schema);
}

describe('SPEC E1: the catalogue of events', () => {
  it('holds every event, in the channel of its room', () => {
    const { channels, components } = read();
    for (const { type, room, version } of events) {
      const holders = Object.keys(channels).filter(
        (name) => type in (channels[name]?.messages ?? {}),
      );
      expect(holders, type).toEqual([room]);
      const own = components.messages[type]?.payload.allOf[1].properties;
      expect(own?.['type'], type).toEqual({ type: 'string', const: type });
      expect(own?.['version'], type).toEqual({ type: 'integer', const: version });
    }
    expect(Object.keys(components.messages)).toHaveLength(events.length);
  });

  it('describes what an event carries', () => {
    const data = read().components.messages['member.left']?.payload.allOf[1].properties['data'];
    expect(data).toMatchObject({
      required: ['organizationId', 'userId', 'how'],
      properties: { how: { enum: ['left', 'removed'] } },
    });
  });

  it.skipIf(!hasSchema)('is valid AsyncAPI 3.0, by AsyncAPI’s own schema', () => {
    const validate = loadValidator();
    expect(validate(read()) ? [] : validate.errors).toEqual([]);
    // The validator is no rubber stamp.
    expect(validate({ ...read(), channels: { user: { messages: 7 } } })).toBe(false);
  });
});
