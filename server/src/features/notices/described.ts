import type { Ingredients } from './fill.ts';
import type { NoticeText } from './words/words.ts';

/** What a notice has to say, before it is written for a channel. */
export interface Described extends Ingredients {
  text: NoticeText;
  /** Where its button leads. */
  link: string;
  /** Columns with what they were and are; labels and values are people's. */
  facts: readonly { label: string; value: string }[];
  quotes: readonly { by: string; text: string }[];
  /** Items, when it is about several. */
  entries: readonly { title: string; link: string; line: string }[];
  /** Further ones that are not listed. */
  rest: number;
  /** Paragraphs in the words of whoever sent it. */
  body: readonly string[];
  /** Notices about one thing replace each other on a screen. */
  tag: string;
}
