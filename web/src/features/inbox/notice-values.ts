import {
  noticeTypes,
  type NoticePerson,
  type NoticeType,
  type NoticeValues,
} from '@boardwire/contract/notices';
import { t, textLocale } from '../../i18n/t.tsx';
import type { InboxEntry } from './entries.ts';

/** A notice of ours with its values, the words of somebody else, or something that one may not see any more. */
export type Notice =
  | { [Type in NoticeType]: { type: Type; values: NoticeValues[Type] } }[NoticeType]
  | { type: 'hidden'; values: object };

/** What an entry says; the key of an organization's template reads as its own words. */
export function readNotice({ type, content, isHidden }: InboxEntry): Notice {
  if (isHidden) return { type: 'hidden', values: {} };
  const known = Object.hasOwn(noticeTypes, type) ? (type as NoticeType) : 'custom';
  // What the server wrote has the shape of its type.
  return { type: known, values: content } as unknown as Notice;
}

/** "Ada", "Ada and Bob", "Ada, Bob and others". */
export function listNames(people: readonly NoticePerson[]): string {
  const names = people.map(({ name }) => name).filter(Boolean);
  if (names.length === 0) return t('notice.somebody');
  const shown = names.length > 2 ? [...names.slice(0, 2), t('notice.others')] : names;
  return new Intl.ListFormat(textLocale(), { type: 'conjunction' }).format(shown);
}
