import * as accounts from './accounts.ts';
import * as apiKeys from './api-keys.ts';
import * as assignedItems from './assigned-items.ts';
import * as audit from './audit.ts';
import * as authentication from './authentication.ts';
import * as boardEvents from './board-events.ts';
import * as boardPeople from './board-people.ts';
import * as boardSharing from './board-sharing.ts';
import * as boardTrash from './board-trash.ts';
import * as boards from './boards.ts';
import * as cache from './cache.ts';
import * as columns from './columns.ts';
import * as comments from './comments.ts';
import * as conflicts from './conflicts.ts';
import * as connections from './connections.ts';
import * as deadLetters from './dead-letters.ts';
import type { EventSpec, OperationSpec } from './define.ts';
import * as deliveries from './deliveries.ts';
import * as devices from './devices.ts';
import * as digestTime from './digest-time.ts';
import * as following from './following.ts';
import * as favourites from './favourites.ts';
import * as groups from './groups.ts';
import * as imports from './imports.ts';
import * as inbox from './inbox.ts';
import * as instanceDeadLetters from './instance-dead-letters.ts';
import * as instance from './instance.ts';
import * as invitations from './invitations.ts';
import * as itemEvents from './item-events.ts';
import * as items from './items.ts';
import * as jobs from './jobs.ts';
import * as liveMutations from './live-mutations.ts';
import * as members from './members.ts';
import * as mfa from './mfa.ts';
import * as notificationQueue from './notification-queue.ts';
import * as notificationTemplates from './notification-templates.ts';
import * as notifications from './notifications.ts';
import * as organizations from './organizations.ts';
import * as preferences from './preferences.ts';
import * as providers from './providers.ts';
import * as phone from './phone.ts';
import * as quietHours from './quiet-hours.ts';
import * as roles from './roles.ts';
import * as sandbox from './sandbox.ts';
import * as schedules from './schedules.ts';
import * as sessions from './sessions.ts';
import * as suppressions from './suppressions.ts';
import * as templates from './templates.ts';
import * as texts from './texts.ts';
import * as topics from './topics.ts';
import * as views from './views.ts';
import * as webhooks from './webhooks.ts';
import * as workspaces from './workspaces.ts';

const nouns = [
  authentication,
  accounts,
  mfa,
  sessions,
  organizations,
  members,
  roles,
  invitations,
  workspaces,
  boards,
  boardSharing,
  boardPeople,
  boardTrash,
  templates,
  favourites,
  notificationTemplates,
  columns,
  groups,
  items,
  assignedItems,
  texts,
  conflicts,
  comments,
  views,
  liveMutations,
  boardEvents,
  itemEvents,
  imports,
  notifications,
  deliveries,
  notificationQueue,
  deadLetters,
  topics,
  suppressions,
  sandbox,
  inbox,
  preferences,
  quietHours,
  digestTime,
  devices,
  phone,
  following,
  apiKeys,
  providers,
  webhooks,
  audit,
  instance,
  connections,
  instanceDeadLetters,
  jobs,
  schedules,
  cache,
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
