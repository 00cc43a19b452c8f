import type { Output } from '@boardwire/sdk/operations';

export type Topic = Output<'topics.list'>[number];
