import { operations } from '@boardwire/contract/catalogue';
import type { OperationSpec } from '@boardwire/contract/define';
import { errorResponses, errorSchemas } from './openapi/errors.ts';
import { paginationSchema } from './openapi/exchange.ts';
import { headerComponents, headerParameters } from './openapi/headers.ts';
import { describeOperation, describePath } from './openapi/operation.ts';
import { createSchemaCollector } from './openapi/schemas.ts';
import type { JsonObject, SchemaCollector } from './openapi/schemas.ts';
import { tags } from './openapi/tags.ts';
import { nameRefreshCookie } from './refresh-cookie.ts';

/** What a document says of where and which server it describes. */
export interface OpenApiOptions {
  /** The origin of the server; empty for a document that is read where it is served. */
  serverUrl: string;
  version: string;
}

const DESCRIPTION = `
Every operation of Boardwire over REST. Whatever the web app does, a program can do here.

**Answers** are \`{"success": true, "data": …}\`, lists in pages with \`"pagination": {"nextCursor", "limit"}\` beside the
data, and errors \`{"success": false, "error": {"code", "message", "details", "requestId"}}\` with one of eight codes.

**Credentials.** People log in and send the access token as bearer; it lives 15 minutes, and the refresh token gets the
next one. Programs send an API key as bearer.

**Repeating a request** is harmless with an \`Idempotency-Key\`, which every POST, PATCH and DELETE takes.

**Request ids.** \`X-Request-Id\` is on every answer and in our log. A request may bring its own, 8 to 64 letters, digits,
dots, dashes and underscores.

**Limits.** \`X-RateLimit-Limit\`, \`-Remaining\` and \`-Reset\` (seconds) are on every answer; when a limit is reached,
\`Retry-After\` says when to come back.
`.trim();

/** The OpenAPI 3.1 document of all operations, made from their declarations. */
export function buildOpenApi({ serverUrl, version }: OpenApiOptions): JsonObject {
  const schemas = createSchemaCollector();
  const paths = describePaths(schemas);
  return {
    openapi: '3.1.1',
    info: {
      title: 'Boardwire API',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${serverUrl}/api/v1` }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { ...schemas.components(), ...errorSchemas, Pagination: paginationSchema },
      responses: errorResponses,
      parameters: headerParameters,
      headers: headerComponents,
      securitySchemes: describeSecuritySchemes(serverUrl),
    },
  };
}

/** A document for no server in particular names the cookie as it is where people use Boardwire: behind https. */
const ANY_HTTPS_URL = 'https://boards.example.com';

function describeSecuritySchemes(serverUrl: string): JsonObject {
  return {
    accessToken: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'The `accessToken` of a session; it lives 15 minutes.',
    },
    apiKey: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'bw_sk_…',
      description: 'An API key, which acts in one organization with the permissions it was given.',
    },
    refreshCookie: {
      type: 'apiKey',
      in: 'cookie',
      name: nameRefreshCookie(serverUrl === '' ? ANY_HTTPS_URL : serverUrl),
      description:
        'Set for browsers that log in with `tokenDelivery: "cookie"`; only Boardwire’s own pages can use it.',
    },
  };
}

function describePaths(schemas: SchemaCollector): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const operation of operations.toSorted(byPlace)) {
    (paths[describePath(operation)] ??= {})[operation.method.toLowerCase()] = describeOperation(
      operation,
      schemas,
    );
  }
  return paths;
}

const tagOrder = Object.keys(tags);
const methodOrder = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

/** By chapter, path and method: the order of declarations differs between loaders. */
function byPlace(a: OperationSpec, b: OperationSpec): number {
  const chapter = ({ name }: OperationSpec) => tagOrder.indexOf(name.split('.')[0] ?? '');
  const byPath = a.path === b.path ? 0 : a.path < b.path ? -1 : 1;
  const byMethod = methodOrder.indexOf(a.method) - methodOrder.indexOf(b.method);
  return chapter(a) - chapter(b) || byPath || byMethod;
}
