import type { OperationName, OperationsByName } from '@boardwire/contract/catalogue';
import type { InputOf, OutputOf } from '@boardwire/contract/define';
import type { Result } from './result.ts';

export type { OperationName };

/** What an operation takes. */
export type Input<Name extends OperationName> = InputOf<OperationsByName[Name]>;

/** What an operation answers. */
export type Output<Name extends OperationName> = OutputOf<OperationsByName[Name]>;

/** Choices for one call. */
export interface CallOptions {
  /** Ends the call with the code ABORTED. */
  signal?: AbortSignal;
  /** Same key, same effect: for repeating a call after a crash. A fresh one is made when left out. */
  idempotencyKey?: string;
  /** For the whole call, its retries and the waits between them included. */
  timeoutMs?: number;
}

/** The arguments after the name; an operation that needs no input takes none. */
export type CallArguments<Name extends OperationName> =
  Record<never, never> extends Input<Name>
    ? [input?: Input<Name>, options?: CallOptions]
    : [input: Input<Name>, options?: CallOptions];

/** Calls an operation by its name. */
export type Call = <Name extends OperationName>(
  name: Name,
  ...rest: CallArguments<Name>
) => Promise<Result<Output<Name>>>;

type NounOf<Name extends string> = Name extends `${infer Noun}.${string}` ? Noun : never;
type VerbOf<Name extends string, Noun extends string> = Name extends `${Noun}.${infer Verb}`
  ? Verb
  : never;

/** Every operation as `noun.verb(input)`. */
export type Namespaces = {
  readonly [Noun in NounOf<OperationName>]: {
    readonly [Name in Extract<OperationName, `${Noun}.${string}`> as VerbOf<Name, Noun>]: (
      ...rest: CallArguments<Name>
    ) => Promise<Result<Output<Name>>>;
  };
};
