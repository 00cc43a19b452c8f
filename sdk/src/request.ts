import type { FieldProblem } from '@boardwire/contract/errors';
import type { Route } from '@boardwire/contract/route';

/** A call in the terms of HTTP. */
export interface PreparedRequest {
  method: Route['method'];
  url: string;
  body: string | undefined;
}

type Prepared = { ok: true; request: PreparedRequest } | { ok: false; fields: FieldProblem[] };

/**
 * Maps an input to REST: `:name` segments take their fields, the others become the query of GET and DELETE and the
 * JSON body of the rest. Refuses segments that a URL cannot carry.
 */
export function prepareRequest(apiUrl: string, route: Route, input: object): Prepared {
  const rest = new Map(Object.entries(input as Record<string, unknown>));
  const fields: FieldProblem[] = [];
  const path = route.path.replace(/:([A-Za-z]+)/g, (_, field: string) => {
    const segment = readSegment(rest.get(field));
    rest.delete(field);
    if (segment === undefined) fields.push({ path: field, message: 'Give an identifier' });
    return segment ?? '';
  });
  if (fields.length > 0) return { ok: false, fields };
  const inQuery = route.method === 'GET' || route.method === 'DELETE';
  return {
    ok: true,
    request: {
      method: route.method,
      url: apiUrl + path + (inQuery ? writeQuery(rest) : ''),
      body: inQuery ? undefined : JSON.stringify(Object.fromEntries(rest)),
    },
  };
}

const LONE_SURROGATE = /\p{Cs}/u;

/** Nothing, `.` and `..` would lead to another path: URL parsers resolve them, encoded or not. */
function readSegment(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  if (text === '' || text === '.' || text === '..' || LONE_SURROGATE.test(text)) return undefined;
  return encodeURIComponent(text);
}

function writeQuery(fields: Map<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of fields) {
    if (value === undefined || value === null) continue;
    query.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return query.size > 0 ? `?${query}` : '';
}
