import * as contract from '@boardwire/contract/preferences';
import type { OutputOf } from '@boardwire/contract/define';
import {
  implement,
  requireGrant,
  requireUserId,
  type Operation,
  type OperationContext,
} from '../../../platform/operation.ts';
import { conflict, invalid, notFound } from '../../../platform/refusal.ts';
import {
  listPreferences,
  ownsInstance,
  putPreferences,
  type Owner,
  type WantedPreference,
} from '../store/preferences.ts';
import { isMandatory, listCategories, toGrid, type Reader } from './grid.ts';
import { findPlaces } from './places.ts';

const get = implement(contract.get, {
  handle: (_input, context) => describe(context),
});

const set = implement(contract.set, {
  async handle({ preferences }, context) {
    const owner = whose(context);
    await context.lock(`preferences ${owner.organizationId} ${owner.userId}`);
    const before = await listPreferences(context.tx, owner);
    const choosable = listCategories(before, await readReader(context)).filter(
      (category) => !isMandatory(category),
    );
    for (const [index, wanted] of preferences.entries()) requireSense(wanted, index, choosable);
    await requirePlaces(context, preferences);
    await putPreferences(context.tx, owner, preferences);
    const kept = await listPreferences(context.tx, owner);
    if (kept.length > contract.PREFERENCES_MAX)
      throw conflict(
        'too_many_preferences',
        `You keep ${contract.PREFERENCES_MAX} choices here: take some back first`,
      );
    return describe(context);
  },
});

const effective = implement(contract.effective, {
  async handle({ scope, scopeId }, context) {
    const owner = whose(context);
    const places = await findPlaces(context, owner.organizationId, [{ scope, scopeId }]);
    const place = places.get(scopeId);
    if (place === undefined) throw notFound(`This ${scope}`);
    const subject = {
      workspaceId: place.workspaceId,
      ...(place.boardId !== null && { boardId: place.boardId }),
      ...(scope === 'item' && { itemId: scopeId }),
    };
    const kept = await listPreferences(context.tx, owner);
    return { grid: toGrid(kept, subject, await readReader(context)) };
  },
});

/** How one is notified. */
export const preferenceOperations: readonly Operation[] = [get, set, effective];

function whose(context: OperationContext): Owner {
  const userId = requireUserId(context.actor);
  return { organizationId: requireGrant(context).organizationId, userId };
}

async function describe(context: OperationContext): Promise<OutputOf<typeof contract.get>> {
  const owner = whose(context);
  const kept = await listPreferences(context.tx, owner);
  const places = await findPlaces(context, owner.organizationId, kept);
  const preferences = kept.map((preference) => {
    const place = places.get(preference.scopeId ?? '');
    return { ...preference, name: place?.name ?? null, boardId: place?.boardId ?? null };
  });
  return { grid: toGrid(kept, {}, await readReader(context)), preferences };
}

/** The built-in roles that the segment `admins` is. */
const ADMINISTRATORS: ReadonlySet<string | null> = new Set(['owner', 'admin']);

async function readReader(context: OperationContext): Promise<Reader> {
  const isAdministrator =
    ADMINISTRATORS.has(requireGrant(context).roleKey) ||
    (await ownsInstance(context.tx, whose(context).userId));
  return { isAdministrator };
}

/** Categories of programs are known by what was chosen about them, as by the link of a mail. */
function requireSense(wanted: WantedPreference, index: number, choosable: readonly string[]): void {
  const path = (field: string) => `preferences.${index}.${field}`;
  if ((wanted.scope === 'all') !== (wanted.scopeId === null))
    throw invalid({ path: path('scopeId'), message: 'Name the item, board or workspace' });
  if (wanted.category !== null && !choosable.includes(wanted.category))
    throw invalid({
      path: path('category'),
      message: `Not a category that you choose about: use null for all, or one of ${choosable.join(', ')}`,
    });
  if (wanted.mode === 'digest' && wanted.channel !== 'email')
    throw invalid({ path: path('mode'), message: 'Only mails are gathered' });
}

/** Choices about what one may see; to take one back, nothing has to be there any more. */
async function requirePlaces(
  context: OperationContext,
  wanted: readonly WantedPreference[],
): Promise<void> {
  const made = wanted.filter(({ mode }) => mode !== null);
  const places = await findPlaces(context, whose(context).organizationId, made);
  const lost = made.find(({ scopeId }) => scopeId !== null && !places.has(scopeId));
  if (lost !== undefined) throw notFound(`This ${lost.scope}`);
}
