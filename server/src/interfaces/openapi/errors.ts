import type { OperationSpec } from '@boardwire/contract/define';
import { errorTable } from '@boardwire/contract/errors';
import type { ErrorCode } from '@boardwire/contract/errors';
import { answerHeaders, retryHeaders } from './headers.ts';
import type { JsonObject } from './schemas.ts';

const codes = Object.keys(errorTable) as ErrorCode[];

/** Schemas of the error envelope (SPEC F1). */
export const errorSchemas: JsonObject = {
  ErrorAnswer: {
    type: 'object',
    required: ['success', 'error'],
    properties: {
      success: { type: 'boolean', const: false },
      error: { $ref: '#/components/schemas/ApiError' },
    },
  },
  ApiError: {
    type: 'object',
    required: ['code', 'message', 'requestId'],
    properties: {
      code: { type: 'string', enum: codes },
      message: { type: 'string', description: 'A sentence for people; programs read the code.' },
      details: { $ref: '#/components/schemas/ErrorDetails' },
      requestId: { type: 'string', description: 'Quote it when asking for help.' },
    },
  },
  ErrorDetails: {
    type: 'object',
    description: 'More about the refusal; further fields depend on the operation.',
    properties: {
      reason: { type: 'string', description: 'Why, for programs.' },
      fields: { type: 'array', items: { $ref: '#/components/schemas/FieldProblem' } },
    },
    additionalProperties: true,
  },
  FieldProblem: {
    type: 'object',
    required: ['path', 'message'],
    properties: {
      path: {
        type: 'string',
        description: 'Leads to the field from the root of the input, as in `scopes.0`.',
      },
      message: { type: 'string' },
    },
  },
};

/** One response for each code of the error table. */
export const errorResponses: JsonObject = Object.fromEntries(
  codes.map((code) => [code, describeResponse(code)]),
);

/** The codes that an operation can answer with, as references to the responses. */
export function listErrors(operation: OperationSpec): JsonObject {
  const possible = possibleCodes(operation);
  return Object.fromEntries(
    codes
      .filter((code) => possible.has(code))
      .map((code) => [String(errorTable[code].status), { $ref: `#/components/responses/${code}` }]),
  );
}

function possibleCodes({
  access,
  path,
  errors,
  method,
  refreshCookie,
}: OperationSpec): Set<ErrorCode> {
  const possible = new Set<ErrorCode>([
    'VALIDATION_ERROR',
    'TOO_MANY_REQUESTS',
    'INTERNAL_ERROR',
    'SERVICE_UNAVAILABLE',
    ...(errors ?? []),
  ]);
  // Public operations that change something are given a password or the secret of a link, which may be wrong.
  if (access.kind !== 'public' || method !== 'GET') possible.add('UNAUTHORIZED');
  if (access.kind !== 'public' || refreshCookie !== undefined) possible.add('FORBIDDEN');
  if (access.kind === 'permission' || path.includes(':') || path.startsWith('/invitations/')) {
    possible.add('NOT_FOUND');
  }
  // An Idempotency-Key can be in use, or have been used for another request.
  if (method !== 'GET') possible.add('CONFLICT');
  return possible;
}

function describeResponse(code: ErrorCode): JsonObject {
  const mayRetry = code === 'TOO_MANY_REQUESTS' || code === 'SERVICE_UNAVAILABLE';
  return {
    description: errorTable[code].summary,
    headers: { ...answerHeaders, ...(mayRetry && retryHeaders) },
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/ErrorAnswer' },
        example: {
          success: false,
          error: {
            code,
            message: errorTable[code].summary,
            requestId: '019a0b6e-6a39-7cc2-b7f5-5d5a0c4f9b11',
          },
        },
      },
    },
  };
}
