import { ZodOptional } from 'zod';
import type { OperationSpec } from '@boardwire/contract/define';
import type { Permission } from '@boardwire/contract/permissions';
import type { Actor } from './actor.ts';
import type { Access, Location } from './access.ts';
import { describeIssue } from './describe-issue.ts';
import { authorize, isInTrash, type BoardAccess, type Grant } from './authorize.ts';
import { boardGone, forbidden, invalid, notFound, Refusal, unauthorized } from './refusal.ts';

/** A call before anything is known of it. */
interface UncheckedCall {
  operation: { spec: OperationSpec };
  input: unknown;
  actor: Actor;
}

/** What decides on a call. */
export interface Deciders {
  access: Access;
  isInstanceOwner: InstanceOwnerCheck;
}

/** Tells whether a person owns the instance. */
export type InstanceOwnerCheck = (userId: string) => Promise<boolean>;

/** Refuses callers who may not, before anything is validated; answers where the object of the call lives. */
export async function authorizeCall(
  { access, isInstanceOwner }: Deciders,
  { operation: { spec }, input, actor }: UncheckedCall,
): Promise<Location | null> {
  if (spec.access.kind === 'public') return null;
  if (actor.kind === 'anonymous') throw unauthorized('Sign in first', 'no_credential');
  demandKeyAllowed(actor, spec);
  if (actor.kind === 'shareLink') demandLinkAllowed(spec);
  if (spec.access.kind === 'instance') await demandInstanceOwner(actor, isInstanceOwner);
  if (spec.access.kind !== 'permission') return null;
  const location = await locateObject(access, spec, input);
  if (actor.kind === 'system') return location;
  const { organizationId, boardId } = location;
  const userId = actor.kind === 'shareLink' ? null : actor.userId;
  const grant = userId === null ? null : await access.cachedGrant(userId, organizationId);
  const board = boardId === undefined ? null : await access.cachedBoard(userId, location);
  demandPermission(actor, spec.access.permission, grant, board);
  return location;
}

/** An API key is of one organization: where the declaration lets it be left out, the key names it. */
export function nameOrganization({ operation: { spec }, input, actor }: UncheckedCall): unknown {
  if (actor.kind !== 'apiKey' || typeof input !== 'object' || input === null) return input;
  const isLeftOut = !('organizationId' in input) || input.organizationId === undefined;
  const field: unknown = spec.input.shape['organizationId'];
  const mayBe = field instanceof ZodOptional;
  return isLeftOut && mayBe ? { ...input, organizationId: actor.organizationId } : input;
}

/** Refuses everybody but the person who owns the instance. Throws FORBIDDEN. */
export async function demandInstanceOwner(
  actor: Actor,
  isInstanceOwner: InstanceOwnerCheck,
): Promise<void> {
  if (actor.kind === 'system') return;
  if (actor.kind === 'user' && (await isInstanceOwner(actor.userId))) return;
  throw forbidden('Only the owner of this instance may do this', 'instance_owner');
}

/** Refuses an API key where the declaration takes none. Throws FORBIDDEN. */
export function demandKeyAllowed(actor: Actor, spec: OperationSpec): void {
  if (actor.kind !== 'apiKey' || allowsApiKeys(spec)) return;
  throw forbidden('API keys cannot do this; sign in', 'api_key');
}

/** A link shows a board; what people say and do there is theirs (security S20). */
function demandLinkAllowed({ access }: OperationSpec): void {
  if (access.kind === 'permission' && access.shareLinks !== false) return;
  throw forbidden('A board’s link cannot do this; sign in', 'share_link');
}

function allowsApiKeys({ access }: OperationSpec): boolean {
  if (access.kind === 'permission') return access.apiKeys !== false;
  return access.kind === 'user' && access.apiKeys === true;
}

async function locateObject(
  access: Access,
  spec: OperationSpec,
  input: unknown,
): Promise<Location> {
  if (spec.access.kind !== 'permission') throw new Error('unreachable');
  const ids = requireIds(spec, input);
  const location = await access.locate(spec.access.object, ids[spec.access.id] as string);
  const named = ids['organizationId'];
  // A parent named beside the object must be its own (security S20).
  if (location === null || (named !== undefined && named !== location.organizationId))
    throw notFound();
  return location;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function requireIds(spec: OperationSpec, input: unknown): Record<string, string> {
  const fields =
    typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  const wanted = new Set(spec.access.kind === 'permission' ? [spec.access.id] : []);
  if (spec.path.includes(':organizationId')) wanted.add('organizationId');
  const ids: Record<string, string> = {};
  for (const field of wanted) {
    const value = fields[field];
    if (typeof value !== 'string' || !UUID.test(value))
      throw invalid({ path: field, message: 'Not an identifier (UUID)' });
    ids[field] = value.toLowerCase();
  }
  return ids;
}

/** Refuses an actor who may not use the permission here. Throws Refusal. */
export function demandPermission(
  actor: Actor,
  permission: Permission,
  grant: Grant | null,
  board: BoardAccess | null = null,
): void {
  const decision = authorize(actor, permission, grant, board);
  if (decision === 'unauthorized') throw unauthorized('Sign in first', 'no_credential');
  if (decision === 'notFound')
    throw isInTrash(actor, grant, board) ? boardGone('board_deleted') : notFound();
  if (decision === 'forbidden') {
    throw new Refusal('FORBIDDEN', `This needs the permission ${permission}`, {
      reason: 'permission',
      permission,
    });
  }
}

/** The input after validation and defaults. Throws VALIDATION_ERROR naming each field. */
export function validateInput(spec: OperationSpec, input: unknown): unknown {
  const parsed = spec.input.safeParse(input, { error: describeIssue });
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      message: 'Unknown field',
    }));
  });
  throw invalid(...fields);
}
