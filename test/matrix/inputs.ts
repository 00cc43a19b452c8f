import { z } from 'zod';
import { pathParameters, type OperationSpec } from '../../contract/src/define.ts';
import type { World } from './principals.ts';

/** A request made from a declaration. */
export interface GeneratedRequest {
  method: string;
  path: string;
  body?: Record<string, unknown>;
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
  const schema = z.toJSONSchema(spec.input, { io: 'input' }) as JsonSchema;
  const input: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (name in objects) input[name] = objects[name as keyof World['objects']];
    else if (schema.required?.includes(name)) input[name] = sample(name, property);
  }
  // Ids of things that only their owner has: any will do, for nobody else may use them.
  for (const name of pathParameters(spec.path))
    input[name] ??= '00000000-0000-7000-8000-000000000000';
  return toRequest(spec, { ...input, ...extra });
}

function toRequest(spec: OperationSpec, input: Record<string, unknown>): GeneratedRequest {
  const rest = { ...input };
  const path = spec.path.replaceAll(/:([A-Za-z]+)/g, (_match, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  if (spec.method !== 'GET' && spec.method !== 'DELETE')
    return { method: spec.method, path, body: rest };
  const query = new URLSearchParams(
    Object.entries(rest).map(([name, value]) => [name, String(value)]),
  );
  return { method: spec.method, path: query.size > 0 ? `${path}?${query}` : path };
}

function sample(name: string, schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined) return sample(name, schema.anyOf[0] ?? {});
  if (schema.type === 'array') return [sample(name, schema.items ?? {})];
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'object') return {};
  if (schema.format === 'email' || /email/i.test(name)) return 'somebody@example.test';
  if (schema.format === 'uuid') return '00000000-0000-7000-8000-000000000000';
  return name === 'code' ? '000000' : 'a plausible text for this field';
}
