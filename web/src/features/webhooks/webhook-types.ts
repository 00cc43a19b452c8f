import type { Input, Output } from '@boardwire/sdk/operations';

/** An endpoint without its secret. */
export type Endpoint = Output<'webhooks.get'>;
/** The answer that carries a secret, the one time. */
export type EndpointWithSecret = Output<'webhooks.create'>;
/** A call of the log. */
export type Call = Output<'webhooks.listAttempts'>['items'][number];
/** A call with its request and attempts. */
export type CallLog = Output<'webhooks.getAttempts'>;
export type CallState = Call['state'];
/** What an endpoint can hear of. */
export type EventType = NonNullable<Input<'webhooks.create'>['eventTypes']>[number];
