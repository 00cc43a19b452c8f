import type { Output } from '@boardwire/sdk/operations';

/** What an invitation link leads to. */
export type Preview = Output<'invitations.preview'>;
