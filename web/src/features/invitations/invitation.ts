import type { Output } from '@boardwire/sdk/operations';

/** An invitation that waits for its answer. */
export type Invitation = Output<'invitations.list'>[number];
