import type { EpochSubject } from '../access-epochs.ts';
import type { AnyCacheClass, CommittedEvent, Tag } from './cache-class.ts';

/** Tags with the class that they are of: what voids one class leaves others alone. */
export interface ClassTags {
  /** Types of events that void anything. */
  types: readonly string[];
  ofValue(cacheClass: AnyCacheClass, scope: object, key: unknown, value: unknown): string[];
  ofEvent(event: CommittedEvent): string[];
  ofEpoch(subject: EpochSubject): string[];
}

/** Creates it for the classes of a program. Throws when two have one name. */
export function createClassTags(classes: readonly AnyCacheClass[]): ClassTags {
  const names = new Set(classes.map(({ name }) => name));
  if (names.size < classes.length) throw new Error('two classes of the cache have one name');
  const rules = classes.flatMap((each) => each.voidedBy.map((rule) => ({ name: each.name, rule })));
  const byType = new Map<string, typeof rules>();
  for (const each of rules)
    byType.set(each.rule.type, [...(byType.get(each.rule.type) ?? []), each]);
  const holding = classes.filter(({ holdsAccess }) => holdsAccess).map(({ name }) => name);
  return {
    types: [...byType.keys()],
    ofValue: (cacheClass, scope, key, value) => [
      wholeClass(cacheClass.name),
      ...accessTags(cacheClass, scope),
      ...cacheClass.tagsOf(scope, key, value).map((tag) => within(cacheClass.name, tag)),
    ],
    ofEvent(event) {
      return (byType.get(event.type) ?? []).flatMap(({ name, rule }) => {
        try {
          return rule.tagsOf(event).map((tag) => within(name, tag));
        } catch {
          // An event of another version may have another form. What it voids is not known, so it may be anything.
          return [wholeClass(name)];
        }
      });
    },
    ofEpoch: ({ kind, subjectId }) =>
      kind === 'user' || kind === 'organization'
        ? holding.map((name) => within(name, `${kind}-access:${subjectId}`))
        : [],
  };
}

function within(name: string, tag: Tag): string {
  return `${name} ${tag}`;
}

function wholeClass(name: string): string {
  return `${name} *`;
}

/** Present by construction, so that no class forgets them. */
function accessTags({ name, holdsAccess }: AnyCacheClass, scope: object): string[] {
  if (!holdsAccess) return [];
  const { organizationId, userId } = scope as { organizationId?: string; userId?: string };
  return [
    ...(userId === undefined ? [] : [within(name, `user-access:${userId}`)]),
    ...(organizationId === undefined
      ? []
      : [within(name, `organization-access:${organizationId}`)]),
  ];
}
