import { z } from 'zod';
import type { OperationSpec } from '@boardwire/contract/define';

type JsonSchema = Record<string, unknown>;

/**
 * JSON schema of an operation's successful answer, for the serializer: it is quicker than JSON.stringify and writes
 * declared fields alone, so a column too many in a store never leaves the house (security S47).
 */
export function responseSchema(spec: OperationSpec): JsonSchema {
  const {
    definitions = {},
    $schema: _schema,
    ...root
  } = z.toJSONSchema(spec.output, { io: 'output', target: 'draft-7' });
  const output = simplify(root, definitions as Record<string, JsonSchema>) as JsonSchema;
  const data = spec.paginated ? (output['properties'] as JsonSchema)['items'] : output;
  return {
    type: 'object',
    properties: {
      success: { type: 'boolean' },
      data,
      pagination: {
        type: 'object',
        properties: { nextCursor: { type: 'string', nullable: true }, limit: { type: 'integer' } },
      },
    },
  };
}

type Definitions = Record<string, JsonSchema>;

/**
 * Puts definitions in the place of references, rewrites `X or null` as `nullable`, which the serializer handles without
 * trying alternatives, and drops what only validation reads.
 */
function simplify(schema: unknown, definitions: Definitions): unknown {
  if (Array.isArray(schema)) return schema.map((entry) => simplify(entry, definitions));
  if (typeof schema !== 'object' || schema === null) return schema;
  const {
    id: _id,
    $id: _dollarId,
    format: _format,
    pattern: _pattern,
    ...rest
  } = schema as JsonSchema;
  const reference = rest['$ref'];
  if (typeof reference === 'string')
    return simplify(definitions[reference.split('/').at(-1) ?? ''], definitions);
  const nonNull = nullableAlternative(rest['anyOf']);
  if (nonNull !== null) return allowNull(simplify(nonNull, definitions) as JsonSchema);
  return Object.fromEntries(
    Object.entries(rest).map(([key, entry]) => [
      key,
      key === 'properties' ? simplifyProperties(entry, definitions) : simplify(entry, definitions),
    ]),
  );
}

/** Among alternatives the serializer validates, and an enumeration without null refuses it whatever `nullable` says. */
function allowNull(schema: JsonSchema): JsonSchema {
  const { enum: values } = schema;
  if (!Array.isArray(values)) return { ...schema, nullable: true };
  return { ...schema, enum: [...(values as unknown[]), null], nullable: true };
}

/** The alternative beside null of exactly two, or null. */
function nullableAlternative(alternatives: unknown): JsonSchema | null {
  if (!Array.isArray(alternatives) || alternatives.length !== 2) return null;
  const isNull = (entry: JsonSchema) => entry['type'] === 'null';
  if (!alternatives.some(isNull)) return null;
  return (alternatives as JsonSchema[]).find((entry) => !isNull(entry)) ?? null;
}

/** Names of properties are data, not keywords: a field called `id` stays. */
function simplifyProperties(properties: unknown, definitions: Definitions): unknown {
  return Object.fromEntries(
    Object.entries(properties as JsonSchema).map(([name, schema]) => [
      name,
      simplify(schema, definitions),
    ]),
  );
}
