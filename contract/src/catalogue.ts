import * as accounts from './accounts.ts';
import * as apiKeys from './api-keys.ts';
import * as audit from './audit.ts';
import * as authentication from './authentication.ts';
import * as connections from './connections.ts';
import type { EventSpec, OperationSpec } from './define.ts';
import * as instance from './instance.ts';
import * as invitations from './invitations.ts';
import * as members from './members.ts';
import * as mfa from './mfa.ts';
import * as organizations from './organizations.ts';
import * as roles from './roles.ts';
import * as sessions from './sessions.ts';

const nouns = [
  authentication,
  accounts,
  mfa,
  sessions,
  organizations,
  members,
  roles,
  invitations,
  apiKeys,
  audit,
  instance,
  connections,
] as const;

type Noun = (typeof nouns)[number];
type ExportOf<N> = N extends unknown ? N[keyof N] : never;
type Declared = ExportOf<Noun>;

/** Every operation's type, as a union. */
export type AnyOperation = Extract<Declared, OperationSpec>;

/** Every operation's type by its name. */
export type OperationsByName = { [Spec in AnyOperation as Spec['name']]: Spec };

/** The name of an operation. */
export type OperationName = keyof OperationsByName;

const declared = nouns.flatMap((noun) => Object.values(noun) as unknown[]);

/** Every operation, in the order of the reference page. */
export const operations: OperationSpec[] = declared.filter(isOperation);

/** Every event, in the order of the catalogue. */
export const events: EventSpec[] = declared.filter(isEvent);

function isOperation(value: unknown): value is OperationSpec {
  return typeof value === 'object' && value !== null && 'access' in value && 'output' in value;
}

function isEvent(value: unknown): value is EventSpec {
  return typeof value === 'object' && value !== null && 'aggregate' in value && 'payload' in value;
}
