import type { Output } from '@boardwire/sdk/operations';

/** What is set for the instance, and what each part runs on. */
export type InstanceSettings = Output<'instance.getSettings'>;
