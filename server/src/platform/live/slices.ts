import type { LiveMember } from './live-member.ts';

/** Members in groups that share one built frame. */
export interface Slices {
  names(): string[];
  /** Members of a slice. */
  size(name: string): number;
  /** The slice that a member is in. */
  nameOf(member: LiveMember): string | undefined;
  add(member: LiveMember): void;
  remove(member: LiveMember): void;
}

/** Members of one slice (live L29). */
const SLICE_SIZE = 200;
/** Begins the number of a slice of visitors. */
const VISITORS = 'link';

/** Whoever came by a link is apart from the others: they are sent less (security S20). */
export function isForVisitors(slice: string): boolean {
  return slice.split(':')[1]?.startsWith(VISITORS) === true;
}

/** Creates the slices of a board; they fill one after the other. */
export function createSlices(boardId: string): Slices {
  const sizes = new Map<string, number>();
  const places = new Map<string, string>();
  let counter = 0;
  return {
    names: () => [...sizes.keys()],
    size: (name) => sizes.get(name) ?? 0,
    nameOf: ({ id }) => places.get(id),
    add(member) {
      if (places.has(member.id)) return;
      const isVisitor = member.actor.kind === 'shareLink';
      let name = [...sizes].find(
        ([slice, size]) => size < SLICE_SIZE && isForVisitors(slice) === isVisitor,
      )?.[0];
      if (name === undefined) {
        counter += 1;
        name = `${boardId}:${isVisitor ? VISITORS : ''}${counter}`;
      }
      sizes.set(name, (sizes.get(name) ?? 0) + 1);
      places.set(member.id, name);
      member.enter(name);
    },
    remove(member) {
      const name = places.get(member.id);
      if (name === undefined) return;
      places.delete(member.id);
      member.leave(name);
      const size = (sizes.get(name) ?? 1) - 1;
      if (size === 0) sizes.delete(name);
      else sizes.set(name, size);
    },
  };
}
