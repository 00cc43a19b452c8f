import type { Output } from '@boardwire/sdk/operations';

/** A person in the organization of the page. */
export type Member = Output<'members.list'>['items'][number];
