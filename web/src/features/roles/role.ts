import type { Output } from '@boardwire/sdk/operations';

/** A role with the number of its members. */
export type Role = Output<'roles.list'>[number];
