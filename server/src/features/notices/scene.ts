import { createFormat, type Format } from '../../platform/mail/format.ts';
import { createLinks, type NoticeLinks } from './links.ts';
import { wordsOf } from './words/words-of.ts';
import type { Words } from './words/words.ts';

/** What describing a notice needs besides its values. */
export interface Scene {
  words: Words;
  format: Format;
  links: NoticeLinks;
  /** Stands for whom a message is from; empty for the instance. */
  organizationName: string;
}

/** The scene of a reader's language in an organization, or in none. */
export function createScene(
  locale: string,
  {
    publicUrl,
    organizationId,
    organizationName,
  }: { publicUrl: string; organizationId: string | null; organizationName: string },
): Scene {
  return {
    words: wordsOf(locale),
    format: createFormat(locale),
    links: createLinks(publicUrl, organizationId),
    organizationName,
  };
}
