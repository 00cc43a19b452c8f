import type { EventSpec, PayloadOf } from '@boardwire/contract/define';

/** Whose a value is. A value without the ids that its kind demands cannot be written down, and so not be asked for. */
export interface Scopes {
  /** The same for all who may ask, in one organization. */
  organization: { organizationId: string };
  /** One person's, in one organization. */
  member: { organizationId: string; userId: string };
  /** One person's, wherever they are. */
  person: { userId: string };
  /** The same for everybody. */
  instance: Record<never, never>;
}

/** Names what values depend on, such as `boards:<organization id>`. */
export type Tag = `${string}:${string}`;

/** What a class is told of a committed event. */
export interface CommittedEvent {
  type: string;
  organizationId: string | null;
  aggregateId: string;
  data: unknown;
}

/** Which tags an event of a type voids; pure, so that every node finds the same. */
export interface VoidRule {
  type: string;
  tagsOf(event: CommittedEvent): readonly Tag[];
}

/** A kind of value that is remembered: what it is called, whose it is, for how long, and which events end it. */
export interface CacheClass<
  Kind extends keyof Scopes = keyof Scopes,
  Key = unknown,
  Value = unknown,
> {
  name: string;
  /** The feature that it belongs to. */
  owner: string;
  /** One sentence for whoever operates the instance. */
  summary: string;
  /** Raised when values or keys have another form: versions side by side do not read each other's. */
  version: number;
  scope: Kind;
  /** Values are asked for anew after this, whatever was heard. */
  ttlMs: number;
  /** For so long after it a value is still answered while it is asked for anew. */
  staleMs: number;
  /** Nodes share what is worth a trip to Redis. */
  layers: 'memory' | 'memory and redis';
  /** What it says depends on what the person may do: void as soon as their access changes (security S26). */
  holdsAccess: boolean;
  /** Kinds of tags that its values have, such as `boards` of `boards:<organization id>`. */
  tags: readonly string[];
  /** What the value depends on; may look into it. */
  tagsOf(scope: Scopes[Kind], key: Key, value: Value): readonly Tag[];
  voidedBy: readonly VoidRule[];
}

/** Any class, for what loops over all of them. */
// oxlint-disable-next-line typescript/no-explicit-any -- a list of classes has values of all kinds
export type AnyCacheClass = CacheClass<any, any, any>;

/** Declares a class. Throws when it has no way to end. */
export function defineCacheClass<Kind extends keyof Scopes, Key, Value>(
  spec: CacheClass<Kind, Key, Value>,
): CacheClass<Kind, Key, Value> {
  if (spec.ttlMs <= 0) throw new Error(`${spec.name}: for how long?`);
  return spec;
}

/** Says which tags an event voids. */
export function voids<Spec extends EventSpec>(
  spec: Spec,
  tagsOf: (event: Omit<CommittedEvent, 'data'> & { data: PayloadOf<Spec> }) => readonly Tag[],
): VoidRule {
  return { type: spec.type, tagsOf };
}
