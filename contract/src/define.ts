import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import type { Permission } from './permissions.ts';

/** Kinds of object that a permission can be asked on; each has a locator on the server that finds its organization. */
export type ObjectType =
  | 'organization'
  | 'member'
  | 'role'
  | 'invitation'
  | 'apiKey'
  | 'workspace'
  | 'board'
  | 'column'
  | 'group'
  | 'item'
  | 'view'
  | 'comment'
  | 'boardLink'
  | 'conflict'
  | 'import'
  | 'webhookEndpoint'
  | 'message'
  | 'topic'
  | 'suppression';

/**
 * Who may call an operation.
 * - `public`: anybody.
 * - `user`: a signed-in person about their own account; with `apiKeys`, their keys too.
 * - `instance`: the instance owner, signed in.
 * - `permission`: whoever holds it on the object whose id the input carries in `id`; every other id of the path must be
 *   an ancestor of that object, or the answer is NOT_FOUND (security S20). A board's link reads what shows the board;
 *   without `shareLinks`, it does not read what people say and do there.
 */
export type Access =
  | { kind: 'public' }
  | { kind: 'user'; apiKeys?: boolean }
  | { kind: 'instance' }
  | {
      kind: 'permission';
      permission: Permission;
      object: ObjectType;
      id: string;
      apiKeys?: false;
      shareLinks?: false;
    };

/** The named rate limits an operation can ask for besides the general ones (security S28). */
export type RateLimitName = 'logIn' | 'mail' | 'token' | 'call';

/** An operation as declared once; REST, SDK, OpenAPI and the authorization matrix derive from it. */
export interface OperationSpec<
  Name extends string = string,
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
> {
  name: Name;
  /** One sentence of documentation. */
  summary: string;
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/api/v1`; `:name` segments are fields of the input. */
  path: `/${string}`;
  access: Access;
  input: Input;
  output: Output;
  /** Codes beyond those that any operation may answer with. */
  errors?: readonly ErrorCode[];
  rateLimit?: RateLimitName;
  /**
   * What was asked for goes on after the answer: 202, with the place to follow it when there is one; `:name` stands for a
   * field of the answer (RFC 9110 section 15.3.3).
   */
  accepted?: { location?: `/${string}` };
  /** Answers to an Idempotency-Key are kept for so many days; absent: one (reliability R2). */
  keepsAnswersDays?: number;
  /** Answers with `items` and `nextCursor`, sent as `data` and `pagination`. */
  paginated?: boolean;
  /** Goes on while the instance is read-only: it changes nothing that people made, or it is the switch itself (web W28). */
  worksReadOnly?: true;
  /** How the browser's refresh cookie takes part: a session may set it, `exchange` and `clear` read it (security S7). */
  refreshCookie?: 'set' | 'exchange' | 'clear';
  /**
   * Decides on nothing that others of the organization decide on, and tells no event: any number run beside each other,
   * and wait only for what changes the organization, such as the rights in it, which waits for them.
   */
  sharesOrganization?: true;
  /** Changes one board through its sequence: also callable over the live connection (live L3). */
  changesBoard?: boolean;
  /**
   * Answers carry an ETag; whoever names it in If-None-Match gets 304 while nothing changed (RFC 9110). It is made of the
   * whole `answer`, or by the operation of the `rows` that most of the answer is (live L7).
   */
  hasTag?: 'answer' | 'rows';
  /** Takes a body of up to 10 MB (security S13). */
  isBulk?: boolean;
  /** The answer is a file: `{fileName, contentType, text}` sent raw. */
  download?: boolean;
  /** The body is a file (`application/octet-stream`) that is streamed; the input stands in path and query. */
  upload?: { maxBytes: number };
}

/** Declares an operation; throws at load when a path parameter or the access id is not a field of the input. */
export function defineOperation<
  const Name extends string,
  Input extends z.ZodObject,
  Output extends z.ZodType,
>(spec: OperationSpec<Name, Input, Output>): OperationSpec<Name, Input, Output> {
  const fields = Object.keys(spec.input.shape);
  const needed = pathParameters(spec.path);
  if (spec.access.kind === 'permission') needed.push(spec.access.id);
  for (const field of needed) {
    if (!fields.includes(field)) throw new Error(`${spec.name}: input lacks "${field}"`);
  }
  return spec;
}

/** Names of the `:parameters` of a path, in order. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1] as string);
}

/** What a caller sends. */
export type InputOf<Spec> = Spec extends { input: infer Schema extends z.ZodType }
  ? z.input<Schema>
  : never;

/** What a handler receives: the input after validation and defaults. */
export type ParsedInputOf<Spec> = Spec extends { input: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : never;

/** What a caller receives. */
export type OutputOf<Spec> = Spec extends { output: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : never;

/** An event as declared once; `room` says whose open screens hear of it. */
export interface EventSpec<Type extends string = string, Payload extends z.ZodType = z.ZodType> {
  type: Type;
  /** One sentence of documentation. */
  summary: string;
  /** Raised when the payload changes in a way old readers cannot take. */
  version: number;
  aggregate: 'user' | 'organization' | 'mail' | 'instance' | 'board';
  room: 'user' | 'organization' | 'board' | 'none';
  payload: Payload;
}

/** Declares an event. */
export function defineEvent<const Type extends string, Payload extends z.ZodType>(
  spec: EventSpec<Type, Payload>,
): EventSpec<Type, Payload> {
  return spec;
}

/** Declares an event on a board: it takes the board's next sequence and reaches everybody who has the board open (live L1). */
export function defineBoardEvent<const Type extends string, Payload extends z.ZodType>(
  type: Type,
  summary: string,
  payload: Payload,
): EventSpec<Type, Payload> {
  return { type, summary, version: 1, aggregate: 'board', room: 'board', payload };
}

/** The payload of an event. */
export type PayloadOf<Spec> = Spec extends { payload: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : never;
