import type { Output } from '@boardwire/sdk/operations';

export type Suppression = Output<'suppressions.list'>['items'][number];
