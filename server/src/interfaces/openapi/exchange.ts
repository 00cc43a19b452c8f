import type { OperationName } from '@boardwire/contract/catalogue';
import type { OperationSpec } from '@boardwire/contract/define';
import { pathParameters } from '@boardwire/contract/define';
import { examples } from './examples.ts';
import { answerHeaders, tagHeaders, writeHeaders } from './headers.ts';
import type { JsonObject, SchemaCollector } from './schemas.ts';

/** Parameters and body of an operation. */
export function describeInput(operation: OperationSpec, schemas: SchemaCollector): JsonObject {
  const { properties = {}, required = [] } = schemas.input(operation.input) as InputSchema;
  const inPath = pathParameters(operation.path);
  const others = Object.keys(properties).filter((name) => !inPath.includes(name));
  const isInQuery =
    operation.method === 'GET' || operation.method === 'DELETE' || operation.upload !== undefined;
  const inQuery = isInQuery ? others : [];
  const describe = (place: 'path' | 'query') => (name: string) =>
    describeParameter(name, place, properties[name] ?? {}, required.includes(name));
  const inBody = inQuery.length > 0 ? [] : others;
  const body = operation.upload
    ? FILE_BODY
    : inBody.length > 0
      ? describeBody(operation, properties, required, inBody)
      : undefined;
  return {
    parameters: [
      ...inPath.map(describe('path')),
      ...inQuery.map(describe('query')),
      ...describeHeaders(operation),
    ],
    ...(body && { requestBody: body }),
  };
}

const FILE_BODY: JsonObject = {
  required: true,
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
};

interface InputSchema {
  properties?: Record<string, JsonObject>;
  required?: string[];
}

function describeParameter(
  name: string,
  place: string,
  schema: JsonObject,
  isRequired: boolean,
): JsonObject {
  const { description, ...rest } = schema;
  return {
    name,
    in: place,
    required: isRequired,
    ...(typeof description === 'string' && { description: asSentence(description) }),
    schema: rest,
  };
}

function describeHeaders({ method, hasTag }: OperationSpec): JsonObject[] {
  if (hasTag !== undefined) return [{ $ref: '#/components/parameters/IfNoneMatch' }];
  return method === 'GET' ? [] : [{ $ref: '#/components/parameters/IdempotencyKey' }];
}

function describeBody(
  operation: OperationSpec,
  properties: Record<string, JsonObject>,
  required: string[],
  names: string[],
): JsonObject {
  const requiredHere = required.filter((name) => names.includes(name));
  const schema = {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, properties[name]])),
    ...(requiredHere.length > 0 && { required: requiredHere }),
    additionalProperties: false,
  };
  const example = examples[operation.name as OperationName]?.input;
  const sent =
    example && Object.fromEntries(Object.entries(example).filter(([name]) => names.includes(name)));
  return {
    required: requiredHere.length > 0,
    content: { 'application/json': { schema, ...(sent && { example: sent }) } },
  };
}

/** The successful answer in its envelope (SPEC F1), or the file of a download. */
export function describeAnswer(operation: OperationSpec, schemas: SchemaCollector): JsonObject {
  const headers = {
    ...answerHeaders,
    ...(operation.method !== 'GET' && writeHeaders),
    ...(operation.hasTag !== undefined && tagHeaders),
  };
  if (operation.download) return describeFile(headers);
  const output = schemas.output(operation.output);
  const example = examples[operation.name as OperationName]?.output;
  const described = operation.paginated
    ? describePage(output, example)
    : describeData(output, example);
  return { description: 'Done.', headers, content: { 'application/json': described } };
}

/** The answer to whoever has the newest already; nothing for operations without a tag. */
export function describeUnchanged({ hasTag }: OperationSpec): JsonObject {
  if (hasTag === undefined) return {};
  const headers = { ...answerHeaders, ...tagHeaders };
  return { '304': { description: 'Nothing changed since that answer.', headers } };
}

function describeData(data: JsonObject, example: unknown): JsonObject {
  return {
    schema: {
      type: 'object',
      required: ['success', 'data'],
      properties: { success: { type: 'boolean', const: true }, data },
    },
    ...(example !== undefined && { example: { success: true, data: example } }),
  };
}

function describePage(output: JsonObject, example: unknown): JsonObject {
  const items = (output['properties'] as Record<string, JsonObject>)['items'];
  const page = example as { items: unknown[]; nextCursor: string | null } | undefined;
  return {
    schema: {
      type: 'object',
      required: ['success', 'data', 'pagination'],
      properties: {
        success: { type: 'boolean', const: true },
        data: items,
        pagination: { $ref: '#/components/schemas/Pagination' },
      },
    },
    ...(page && {
      example: {
        success: true,
        data: page.items,
        pagination: { nextCursor: page.nextCursor, limit: 50 },
      },
    }),
  };
}

/** How a list goes on. */
export const paginationSchema: JsonObject = {
  type: 'object',
  required: ['nextCursor', 'limit'],
  properties: {
    nextCursor: {
      type: ['string', 'null'],
      description: 'The `cursor` of the next page; null on the last one.',
    },
    limit: { type: 'integer', description: 'Rows that a page holds at most.' },
  },
};

function describeFile(headers: JsonObject): JsonObject {
  const disposition = { description: 'The name of the file.', schema: { type: 'string' } };
  return {
    description: 'The file.',
    headers: { ...headers, 'Content-Disposition': disposition },
    content: {
      'text/csv': { schema: { type: 'string' } },
      'application/json': { schema: {} },
    },
  };
}

function asSentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
