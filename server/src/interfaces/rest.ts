import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OperationSpec } from '@boardwire/contract/define';
import { describeActor, type Actor } from '../platform/actor.ts';
import { checkIdempotencyKey } from '../platform/idempotency.ts';
import { isBoardOperation, type AnyOperation } from '../platform/any-operation.ts';
import { isEncodedAnswer } from '../platform/encoded-answer.ts';
import { networkOf } from '../platform/network.ts';
import { Refusal, unauthorized } from '../platform/refusal.ts';
import type { RunOperation } from '../platform/run-operation.ts';
import type { Authenticate } from './authenticate.ts';
import { sendRefusal } from './error-answer.ts';
import { inspectInput } from './inspect-input.ts';
import type { RateLimits, RateLimitState } from './rate-limits.ts';
import type { RefreshCookie } from './refresh-cookie.ts';
import type { Tracing } from '../platform/trace/tracing.ts';
import { responseSchema } from './response-schema.ts';
import { sendEncoded } from './send-encoded.ts';
import { sendTagged } from './send-tagged.ts';
import { acceptFiles, openUpload } from './upload-body.ts';

/** What the REST interface stands on. */
export interface RestParts {
  operations: readonly AnyOperation[];
  run: RunOperation;
  authenticate: Authenticate;
  rateLimits: RateLimits;
  refreshCookie: RefreshCookie;
  tracing: Tracing;
  /** Answers carry stacks. */
  isDevelopment: boolean;
  /** Answers are checked against their declaration. */
  isTest: boolean;
}

/** Prefix of every operation's path. */
const API_PREFIX = '/api/v1';
/** Largest body of an operation that declares itself bulk (security S13). */
const BULK_BODY_LIMIT_BYTES = 10_485_760;

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
  }
}

/** Makes a route of every operation. */
export function registerRest(app: FastifyInstance, parts: RestParts): void {
  app.decorateRequest('actor');
  const files = parts.operations.filter(({ spec }) => spec.upload !== undefined);
  addRoutes(
    app,
    parts,
    parts.operations.filter(({ spec }) => spec.upload === undefined),
  );
  void app.register(async (scope) => {
    acceptFiles(scope);
    addRoutes(scope, parts, files);
  });
}

function addRoutes(
  app: FastifyInstance,
  parts: RestParts,
  operations: readonly AnyOperation[],
): void {
  for (const operation of operations) {
    const { spec } = operation;
    app.route({
      method: spec.method,
      url: API_PREFIX + spec.path,
      ...(spec.isBulk ? { bodyLimit: BULK_BODY_LIMIT_BYTES } : {}),
      ...(spec.download
        ? {}
        : { schema: { response: { [statusOf(spec)]: responseSchema(spec) } } }),
      config: { operation: spec.name, isUpload: spec.upload !== undefined },
      onRequest: (request, reply) =>
        parts.tracing.within(request.span, () => identify(parts, spec, request, reply)),
      handler: (request, reply) =>
        parts.tracing.within(request.span, () => answer(parts, operation, request, reply)),
    });
  }
}

/** Authentication and the caller's own limit, before the body is read. */
async function identify(
  parts: RestParts,
  spec: OperationSpec,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  try {
    request.actor = await parts.authenticate(request.headers.authorization);
  } catch (error) {
    // A public operation does not care for a stale credential: it is how an expired session signs in again.
    if (
      spec.access.kind !== 'public' ||
      !(error instanceof Refusal) ||
      error.code !== 'UNAUTHORIZED'
    )
      throw error;
    request.actor = { kind: 'anonymous' };
  }
  if (request.actor.kind === 'anonymous') {
    if (spec.access.kind !== 'public') throw unauthorized('Sign in first', 'no_credential');
    return;
  }
  const credential =
    request.actor.kind === 'user'
      ? request.actor.sessionId
      : describeActor(request.actor, request.ip);
  setRateLimitHeaders(reply, await parts.rateLimits.consumeCredential(credential));
}

async function answer(
  parts: RestParts,
  operation: AnyOperation,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { spec } = operation;
  const input = parts.refreshCookie.readInto(spec, gatherInput(spec, request), request);
  const idempotencyKey = headerOf(request, 'idempotency-key');
  const refusal =
    inspectInput(without(input, isBoardOperation(operation) ? [] : operation.inspects)) ??
    (idempotencyKey === undefined ? null : checkIdempotencyKey(idempotencyKey));
  if (refusal !== null) throw refusal;
  if (spec.rateLimit !== undefined)
    await parts.rateLimits.consumeNamed(spec.rateLimit, limitKeys(input, request));
  const outcome = await parts.run({
    operation,
    input,
    actor: request.actor,
    ...(spec.upload === undefined ? {} : { body: openUpload(spec, request) }),
    request: {
      requestId: request.id,
      ipAddress: request.ip,
      userAgent: (request.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT_LENGTH),
      idempotencyKey: spec.method === 'GET' ? undefined : idempotencyKey,
      ifNoneMatch: spec.method === 'GET' ? request.headers['if-none-match'] : undefined,
    },
  });
  if (!outcome.ok) {
    if (spec.refreshCookie === 'exchange' && outcome.refusal.code === 'UNAUTHORIZED')
      parts.refreshCookie.clear(reply);
    return sendRefusal(reply, outcome.refusal, request.id, parts.isDevelopment);
  }
  if (outcome.isRepeated) reply.header('idempotent-replayed', 'true');
  if (parts.isTest) await checkOutput(spec, outcome.data);
  if (isEncodedAnswer(outcome.data)) return sendEncoded(request, reply, outcome.data);
  const data = parts.refreshCookie.writeFrom(spec, input, outcome.data, reply);
  if (spec.download) return sendFile(data, reply);
  const answer = toAnswer(spec, input, data, reply);
  return spec.hasTag === 'answer' ? sendTagged(request, reply, answer) : answer;
}

const MAX_USER_AGENT_LENGTH = 256;

function without(
  input: Record<string, unknown>,
  names: readonly string[] = [],
): Record<string, unknown> {
  if (names.length === 0) return input;
  return Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)));
}

/** Encoded answers name their fields themselves, so nothing but the declared ones may be there (security S47). */
async function checkOutput({ output }: OperationSpec, data: unknown): Promise<void> {
  if (!isEncodedAnswer(data)) return void output.parse(data);
  if (data.body === null) return;
  const sent = JSON.parse((await data.body.plain()).toString()) as { data: unknown };
  if (!isDeepStrictEqual(output.parse(sent.data), sent.data))
    throw new Error('an encoded answer has fields that its declaration lacks');
}

function sendFile(data: unknown, reply: FastifyReply): string {
  const file = data as { fileName: string; contentType: string; text: string };
  reply.header('content-type', file.contentType);
  reply.header(
    'content-disposition',
    `attachment; filename="${file.fileName.replaceAll(/[^\w.-]/g, '_')}"`,
  );
  return file.text;
}

/** The data in its envelope (SPEC F1). */
function toAnswer(
  spec: OperationSpec,
  input: Record<string, unknown>,
  data: unknown,
  reply: FastifyReply,
): Record<string, unknown> {
  if (spec.accepted !== undefined) sendAccepted(spec.accepted, data, reply);
  if (!spec.paginated) return { success: true, data };
  const page = data as { items: unknown[]; nextCursor: string | null };
  const limit = spec.input.safeParse(input).data as { limit?: number } | undefined;
  return {
    success: true,
    data: page.items,
    pagination: { nextCursor: page.nextCursor, limit: limit?.limit ?? page.items.length },
  };
}

/** The status of an answer that is no refusal. */
function statusOf({ accepted }: OperationSpec): 200 | 202 {
  return accepted === undefined ? 200 : 202;
}

function sendAccepted(
  { location }: NonNullable<OperationSpec['accepted']>,
  data: unknown,
  reply: FastifyReply,
): void {
  reply.code(202);
  const fields = data as Record<string, string>;
  if (location !== undefined)
    reply.header(
      'location',
      API_PREFIX +
        location.replaceAll(/:([A-Za-z]+)/g, (_match, name: string) => fields[name] ?? ''),
    );
}

/** One flat input: path parameters, and the query of a GET, DELETE or upload or the body of the others. */
function gatherInput(spec: OperationSpec, request: FastifyRequest): Record<string, unknown> {
  const isQuery = spec.method === 'GET' || spec.method === 'DELETE' || spec.upload !== undefined;
  const given: unknown = isQuery ? request.query : request.body === undefined ? {} : request.body;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new Refusal('VALIDATION_ERROR', 'The body must be a JSON object', {
      reason: 'body_type',
      fields: [{ path: '', message: 'Expected an object' }],
    });
  }
  if (isQuery) refuseRepeated(given);
  const params = request.params as Record<string, string>;
  for (const name of Object.keys(params)) {
    if (Object.hasOwn(given, name)) {
      throw new Refusal('VALIDATION_ERROR', `${name}: it stands in the path already`, {
        fields: [{ path: name, message: 'It stands in the path already' }],
      });
    }
  }
  return { ...given, ...params };
}

/** Refuses `?limit=1&limit=2`: whichever is taken, somebody reads the other (security S13). */
function refuseRepeated(query: object): void {
  const repeated = Object.entries(query).find(([, value]) => Array.isArray(value));
  if (repeated === undefined) return;
  const [name] = repeated;
  throw new Refusal('VALIDATION_ERROR', `${name}: It is given more than once`, {
    fields: [{ path: name, message: 'It is given more than once' }],
  });
}

/** Who a named limit is counted for: the address, the account at that address, and the signed-in person. */
function limitKeys(input: Record<string, unknown>, request: FastifyRequest): string[] {
  const network = networkOf(request.ip);
  const keys = [`ip:${network}`];
  const email = input['email'];
  if (typeof email === 'string') keys.push(`email:${email.trim().toLowerCase()}:${network}`);
  if (request.actor.kind === 'user') keys.push(`user:${request.actor.userId}:${network}`);
  return keys;
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Tells the caller where they stand in a limit (SPEC F2). */
export function setRateLimitHeaders(reply: FastifyReply, state: RateLimitState): void {
  reply.header('x-ratelimit-limit', String(state.limit));
  reply.header('x-ratelimit-remaining', String(state.remaining));
  reply.header('x-ratelimit-reset', String(state.resetS));
}
