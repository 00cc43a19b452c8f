import { z } from 'zod';
import { pathParameters, type OperationSpec } from '../../contract/src/define.ts';
import type { World } from './principals.ts';

/** A request made from a declaration. */
export interface GeneratedRequest {
  method: string;
  path: string;
  /** A text is a file. */
  body?: Record<string, unknown> | string;
  headers?: Record<string, string>;
}

/** A field that no operation has: whoever is allowed is told so by validation, and nothing happens. */
export const UNKNOWN_FIELD = 'matrixProbe';

type JsonSchema = {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  items?: JsonSchema;
  format?: string;
  pattern?: string;
  minimum?: number;
};

/** A request with ids of `objects` where the declaration names one, and plausible values elsewhere. */
export function generateRequest(
  spec: OperationSpec,
  objects: World['objects'],
  extra: Record<string, unknown> = {},
): GeneratedRequest {
  return toRequest(spec, generateInput(spec, objects, extra));
}

/** The same input as one object, as a live call carries it. */
export function generateInput(
  spec: OperationSpec,
  objects: World['objects'],
  extra: Record<string, unknown> = {},
): Record<string, unknown> {
  const schema = z.toJSONSchema(spec.input, { io: 'input' }) as JsonSchema;
  const input: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (name in objects) input[name] = objects[name as keyof World['objects']];
    else if (schema.required?.includes(name)) input[name] = sample(name, property);
  }
  // Ids of things that only their owner has: any will do, for nobody else may use them.
  for (const name of pathParameters(spec.path))
    input[name] ??= '00000000-0000-7000-8000-000000000000';
  return { ...input, ...extra };
}

function toRequest(spec: OperationSpec, input: Record<string, unknown>): GeneratedRequest {
  const rest = { ...input };
  const path = spec.path.replaceAll(/:([A-Za-z]+)/g, (_match, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  // Beside a file, the input stands in the query.
  const hasBody = spec.method !== 'GET' && spec.method !== 'DELETE' && spec.upload === undefined;
  if (hasBody) return { method: spec.method, path, body: rest };
  const query = new URLSearchParams(
    Object.entries(rest).map(([name, value]) => [name, String(value)]),
  );
  const file = { body: 'a file', headers: { 'content-type': 'application/octet-stream' } };
  return {
    method: spec.method,
    path: query.size > 0 ? `${path}?${query}` : path,
    ...(spec.upload === undefined ? {} : file),
  };
}

function sample(name: string, schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first !== undefined) return sample(name, first);
  if (schema.type === 'array') return [sample(name, schema.items ?? {})];
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'object') return sampleObject(schema);
  if (schema.format === 'base64') return 'AAA=';
  if (schema.format === 'email' || /email/i.test(name)) return 'somebody@example.test';
  if (schema.format === 'uuid') return '00000000-0000-7000-8000-000000000000';
  return name === 'code' ? '000000' : 'a plausible text for this field';
}

/** Its required properties; what they name is not there. */
function sampleObject({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> {
  return Object.fromEntries(required.map((name) => [name, sample(name, properties[name] ?? {})]));
}
