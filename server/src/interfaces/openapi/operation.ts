import type { Access, OperationSpec, RateLimitName } from '@boardwire/contract/define';
import { pathParameters } from '@boardwire/contract/define';
import { unreachable } from '../../kernel/assert.ts';
import { listErrors } from './errors.ts';
import { describeAnswer, describeInput, describeUnchanged } from './exchange.ts';
import type { JsonObject, SchemaCollector } from './schemas.ts';

/** The OpenAPI description of one operation. */
export function describeOperation(operation: OperationSpec, schemas: SchemaCollector): JsonObject {
  const { access, rateLimit } = operation;
  const notes = [
    describeAccess(access),
    ...(rateLimit === undefined ? [] : [describeLimit(rateLimit)]),
  ];
  return {
    operationId: operation.name,
    tags: [operation.name.split('.')[0]],
    summary: operation.summary.replace(/\.$/, ''),
    description: notes.join('\n\n'),
    ...(access.kind === 'permission' && { 'x-permission': access.permission }),
    'x-access': access.kind,
    security: describeSecurity(operation),
    ...describeInput(operation, schemas),
    responses: {
      [operation.accepted === undefined ? '200' : '202']: describeAnswer(operation, schemas),
      ...describeUnchanged(operation),
      ...listErrors(operation),
    },
  };
}

/** The path in OpenAPI's notation. */
export function describePath({ path }: OperationSpec): string {
  return pathParameters(path).reduce((text, name) => text.replace(`:${name}`, `{${name}}`), path);
}

function describeAccess(access: Access): string {
  switch (access.kind) {
    case 'public':
      return 'Needs no credential.';
    case 'user':
      return access.apiKeys === true
        ? 'Needs a signed-in person or an API key.'
        : 'Needs a signed-in person; API keys are refused.';
    case 'instance':
      return 'Needs the owner of the instance; API keys are refused.';
    case 'permission': {
      const refusal = access.apiKeys === false ? ' API keys are refused.' : '';
      return `Needs the permission \`${access.permission}\` in the organization.${refusal}`;
    }
    default:
      return unreachable(access);
  }
}

function describeLimit(name: RateLimitName): string {
  switch (name) {
    case 'logIn':
      return 'Tries are limited per address and account; after the limit the answer is TOO_MANY_REQUESTS for 15 minutes.';
    case 'mail':
      return 'Sends mail, so calls are limited beyond the general rate limit.';
    case 'token':
      return 'Tries of secrets are limited beyond the general rate limit.';
    case 'call':
      return 'Calls where somebody chose, so uses are limited beyond the general rate limit.';
    default:
      return unreachable(name);
  }
}

function describeSecurity({ access, refreshCookie }: OperationSpec): JsonObject[] {
  if (refreshCookie === 'exchange') return [{ refreshCookie: [] }, {}];
  if (refreshCookie === 'clear') return [{ accessToken: [] }, { refreshCookie: [] }, {}];
  if (access.kind === 'public') return [];
  const takesApiKeys =
    access.kind === 'permission'
      ? access.apiKeys !== false
      : access.kind === 'user' && access.apiKeys;
  return [{ accessToken: [] }, ...(takesApiKeys ? [{ apiKey: [] }] : [])];
}
