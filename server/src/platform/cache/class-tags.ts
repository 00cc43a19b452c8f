import { classVoided } from '@boardwire/contract/cache';
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

/** Names of the classes that tags are of. */
export function classesOf(tags: readonly string[]): ReadonlySet<string> {
  return new Set(tags.map((tag) => tag.slice(0, tag.indexOf(' '))));
}

/** Names of the classes of which everything is void. */
export function wholeClassesOf(tags: readonly string[]): ReadonlySet<string> {
  return classesOf(tags.filter((tag) => tag === wholeClass(tag.slice(0, tag.indexOf(' ')))));
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
    types: [...byType.keys(), classVoided.type],
    ofValue: (cacheClass, scope, key, value) => [
      wholeClass(cacheClass.name),
      ...accessTags(cacheClass, scope),
      ...cacheClass.tagsOf(scope, key, value).map((tag) => declared(cacheClass, tag)),
    ],
    ofEvent(event) {
      if (event.type === classVoided.type) return namedClass(event.data, names);
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

/** Whoever operates the instance reads what kinds there are. */
function declared({ name, tags }: AnyCacheClass, tag: Tag): string {
  if (tags.includes(tag.slice(0, tag.indexOf(':')))) return within(name, tag);
  throw new Error(`${name}: it declares no tags such as ${tag}`);
}

/** What somebody voids by hand. A class that only another version of the program has is none here. */
function namedClass(data: unknown, names: ReadonlySet<string>): string[] {
  const said = classVoided.payload.safeParse(data);
  return [...names]
    .filter((name) => !said.success || said.data.cacheClass === name)
    .map(wholeClass);
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
