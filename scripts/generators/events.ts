import { events } from '@boardwire/contract/catalogue';
import type { EventSpec } from '@boardwire/contract/define';
import { createSchemaCollector } from '../../server/src/interfaces/openapi/schemas.ts';
import type { JsonObject, SchemaCollector } from '../../server/src/interfaces/openapi/schemas.ts';
import { version } from '../../server/src/platform/version.ts';

export const path = 'docs/generated/events.json';

/** The catalogue of events as an AsyncAPI 3.0 document. */
export function render(): string {
  return `${JSON.stringify(describeEvents(), null, 2)}\n`;
}

const DESCRIPTION = `
Every change is an event of one append-only log, stored in the transaction of the change itself. Readers get the events
of an aggregate in order and at least once; the id tells a repetition. A channel is a room: the people whose open
screens hear of its events. \`version\` is raised when the data change in a way that old readers cannot take.
`.trim();

type Room = EventSpec['room'];

const rooms: Record<Room, { title: string; description: string }> = {
  organization: { title: 'Organization', description: 'Heard by the members of the organization.' },
  board: { title: 'Board', description: 'Heard by everybody who has the board open.' },
  user: { title: 'User', description: 'Heard by the person alone, on all of their screens.' },
  none: { title: 'Log only', description: 'Read by the program itself; no screen hears of it.' },
};
const roomNames = Object.keys(rooms) as Room[];

function describeEvents(): JsonObject {
  const schemas = createSchemaCollector();
  // Loaders disagree about the order of a module's exports.
  const sorted = events.toSorted((a, b) => (a.type < b.type ? -1 : 1));
  const messages = Object.fromEntries(
    sorted.map((event) => [event.type, describeMessage(event, schemas)]),
  );
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Boardwire events',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(roomNames.map((room) => [room, describeChannel(room, sorted)])),
    operations: Object.fromEntries(
      roomNames.map((room) => [`send.${room}`, describeSending(room)]),
    ),
    components: { messages, schemas: { ...schemas.components(), Event: eventSchema } },
  };
}

function describeChannel(room: Room, sorted: readonly EventSpec[]): JsonObject {
  const types = sorted.filter((event) => event.room === room).map(({ type }) => type);
  return {
    address: null,
    ...rooms[room],
    messages: Object.fromEntries(
      types.map((type) => [type, { $ref: `#/components/messages/${type}` }]),
    ),
  };
}

function describeSending(room: Room): JsonObject {
  return { action: 'send', channel: { $ref: `#/channels/${room}` } };
}

function describeMessage(
  { type, summary, version, aggregate, payload }: EventSpec,
  schemas: SchemaCollector,
): JsonObject {
  return {
    name: type,
    title: type,
    summary,
    payload: {
      allOf: [
        { $ref: '#/components/schemas/Event' },
        {
          type: 'object',
          properties: {
            type: { type: 'string', const: type },
            version: { type: 'integer', const: version },
            aggregateType: { type: 'string', const: aggregate },
            data: schemas.output(payload),
          },
        },
      ],
    },
  };
}

const uuid: JsonObject = { type: 'string', format: 'uuid' };
const nullableUuid: JsonObject = { type: ['string', 'null'], format: 'uuid' };
const nullableText: JsonObject = { type: ['string', 'null'] };

const eventSchema: JsonObject = {
  type: 'object',
  required: [
    'id',
    'type',
    'version',
    'aggregateType',
    'aggregateId',
    'organizationId',
    'data',
    'actor',
    'createdAt',
  ],
  properties: {
    id: { ...uuid, description: 'The same on every delivery.' },
    type: { type: 'string' },
    version: { type: 'integer' },
    aggregateType: { type: 'string', description: 'What kind of thing changed.' },
    aggregateId: { ...uuid, description: 'What changed; its events come in order.' },
    organizationId: nullableUuid,
    data: { type: 'object' },
    actor: {
      type: 'object',
      description: 'Who did it.',
      required: ['kind'],
      properties: {
        kind: { type: 'string', enum: ['anonymous', 'user', 'apiKey', 'system'] },
        userId: uuid,
        apiKeyId: uuid,
        name: { type: 'string' },
      },
    },
    requestId: { ...nullableText, description: 'The request that it happened in.' },
    correlationId: {
      ...nullableText,
      description: 'Shared by everything that one request set off.',
    },
    causationId: { ...nullableUuid, description: 'The event that this one followed from.' },
    createdAt: { type: 'string', format: 'date-time' },
  },
};
