import type { Input, Output } from '@boardwire/sdk/operations';
import type { Channel } from './delivery-types.ts';

/** Whose dead letters: an organization's, by its id, or those of the installation itself. */
export type DeadScope = string | null;

export type DeadLetter = Output<'deadLetters.list'>['items'][number];

/** What the address of the dead letters can carry. */
export interface DeadFilter {
  channel?: Channel | undefined;
  category?: string | undefined;
  reason?: string | undefined;
}

/** Those that an act is about: some by their ids, else all that the filter leaves. */
export interface Chosen {
  ids?: string[];
  filter: DeadFilter;
}

type ChosenInput = Omit<Input<'instanceDeadLetters.discard'>, 'isDryRun'>;

/** The chosen ones as the operations take them. */
export function toChosenInput({ ids, filter }: Chosen): ChosenInput {
  return ids === undefined ? toFilterInput(filter) : { ids };
}

/** The filter as the operations take it. */
export function toFilterInput({ channel, category, reason }: DeadFilter) {
  return {
    ...(channel && { channel }),
    ...(category && { category }),
    ...(reason && { reason }),
  };
}
