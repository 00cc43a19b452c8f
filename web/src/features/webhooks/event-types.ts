import type { PlainMessageKey } from '../../i18n/message-types.ts';
import { t } from '../../i18n/t.tsx';
import type { EventType } from './webhook-types.ts';

/** Each type once, in the order of the contract: one that is added there and not here does not compile. */
const TYPES: Readonly<Record<EventType, true>> = {
  'organization.renamed': true,
  'member.joined': true,
  'member.left': true,
  'member.roleChanged': true,
  'member.suspended': true,
  'member.reinstated': true,
  'workspace.created': true,
  'workspace.renamed': true,
  'workspace.deleted': true,
  'board.created': true,
  'board.changed': true,
  'column.created': true,
  'column.changed': true,
  'column.purged': true,
  'group.created': true,
  'group.changed': true,
  'group.purged': true,
  'item.created': true,
  'item.updated': true,
  'item.moved': true,
  'item.stateChanged': true,
  'item.arrived': true,
  'item.left': true,
  'item.purged': true,
  'comment.created': true,
  'comment.edited': true,
  'comment.deleted': true,
  'comment.restored': true,
};

const eventTypes = Object.keys(TYPES) as EventType[];

/** What kind of thing an event is about. */
type SubjectOf<Type> = Type extends `${infer Head}.${string}` ? Head : never;

/** Events that `words` find in their name or type, by subject. */
export function findEvents(words: string): { subject: SubjectOf<EventType>; types: EventType[] }[] {
  const wanted = words.trim().toLowerCase();
  const found = eventTypes.filter((type) =>
    `${type} ${t(`event.${type}`)}`.toLowerCase().includes(wanted),
  );
  const subjects = new Map<SubjectOf<EventType>, EventType[]>();
  for (const type of found) {
    const subject = type.split('.')[0] as SubjectOf<EventType>;
    subjects.set(subject, [...(subjects.get(subject) ?? []), type]);
  }
  return [...subjects].map(([subject, types]) => ({ subject, types }));
}

/** What an event is called; one that is not known here by its type. */
export function eventText(type: string): string {
  if (type === 'webhook.test') return t('event.webhook.test');
  return isEventType(type) ? t(`event.${type}` satisfies PlainMessageKey) : type;
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(TYPES, type);
}
