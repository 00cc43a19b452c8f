import { createId } from '../../../kernel/ids.ts';
import { itemReads } from '../../items/index.ts';
import type { DraftPerson } from '../formats/draft-board.ts';
import type { ImportedObject } from '../store/objects.ts';
import { insertPlaceholders, readPlaceholders } from '../store/placeholders.ts';
import { toStoredKey } from './keys.ts';
import type { RunScene } from './scene.ts';

type People = Awaited<ReturnType<typeof itemReads.findPeople>>;

/** Who the people of the file are here. */
export interface PlacedPeople {
  /** Ids of members and placeholders by the file's key. */
  ids: ReadonlyMap<string, string>;
  /** Those of them that are members. */
  members: ReadonlySet<string>;
  /** All of them, for checking values. */
  known: People;
}

/** Finds each person of the file among the members, or gives them a placeholder. */
export async function placePeople(
  scene: RunScene,
  known: ReadonlyMap<string, ImportedObject>,
): Promise<PlacedPeople> {
  const { draft } = scene;
  const members = await findMembers(scene);
  const ids = new Map<string, string>();
  const others: DraftPerson[] = [];
  for (const person of draft.people) {
    const userId = chosenFor(scene, person);
    if (userId !== undefined && members.has(userId)) ids.set(person.key, userId);
    else others.push(person);
    if (userId !== undefined && !members.has(userId)) reportStranger(scene, person);
  }
  for (const [key, id] of await placePlaceholders(scene, others, known)) ids.set(key, id);
  return { ids, members, known: new Set(ids.values()) };
}

function chosenFor({ claimed }: RunScene, { key }: DraftPerson): string | undefined {
  const chosen = claimed.people[toStoredKey(key)];
  return chosen === 'placeholder' ? undefined : chosen;
}

/** Chosen members who can see the board. */
function findMembers({ context, claimed }: RunScene): Promise<ReadonlySet<string>> {
  const { unit, tx } = context;
  const { organizationId, boardId, state } = unit;
  const isPrivate = state.board.visibility === 'private';
  const chosen = Object.values(claimed.people).filter((id) => id !== 'placeholder');
  return itemReads.findPeople(tx, { organizationId, boardId, isPrivate }, chosen);
}

function reportStranger({ problems }: RunScene, { key, name }: DraftPerson): void {
  problems.add({
    kind: 'changed',
    code: 'person.cannotSee',
    objectKey: key,
    field: 'people',
    message: `Whom you chose for ${name} cannot see the board: the name alone was taken over.`,
  });
}

async function placePlaceholders(
  { context, claimed, unsaved, created }: RunScene,
  people: readonly DraftPerson[],
  known: ReadonlyMap<string, ImportedObject>,
): Promise<Map<string, string>> {
  const { tx, unit } = context;
  const present = await readPlaceholders(tx, unit.boardId);
  const ids = new Map<string, string>();
  const added: { id: string; name: string }[] = [];
  for (const { key, name } of people) {
    const stored = toStoredKey(key);
    const before = known.get(`person:${stored}`);
    if (before !== undefined && present.has(before.objectId)) {
      ids.set(key, before.objectId);
      continue;
    }
    const id = createId();
    ids.set(key, id);
    added.push({ id, name });
    unsaved.push({ kind: 'person', key: stored, objectId: id, importId: claimed.id, seen: null });
  }
  await insertPlaceholders(tx, unit, { importId: claimed.id, people: added });
  created.add('placeholders', added.length);
  return ids;
}
