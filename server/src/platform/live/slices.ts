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

/** Creates the slices of one audience of a board, whose names begin with `prefix`; they fill one after the other. */
export function createSlices(prefix: string): Slices {
  const sizes = new Map<string, number>();
  const places = new Map<string, string>();
  let counter = 0;
  return {
    names: () => [...sizes.keys()],
    size: (name) => sizes.get(name) ?? 0,
    nameOf: ({ id }) => places.get(id),
    add(member) {
      if (places.has(member.id)) return;
      let name = [...sizes].find(([, size]) => size < SLICE_SIZE)?.[0];
      if (name === undefined) {
        counter += 1;
        name = `${prefix}:${counter}`;
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
