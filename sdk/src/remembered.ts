import type { Route } from '@boardwire/contract/route';
import type { PreparedRequest } from './request.ts';
import type { Answer } from './response.ts';

/** What is asked for. */
interface Asked {
  route: Route;
  request: PreparedRequest;
}

/** An answer that came whole, with the tag that the server gave it. */
export interface KnownAnswer {
  tag: string;
  text: string;
}

/**
 * The last answers of lists: asked again, the server need not send what is here. In memory alone, and of one session:
 * whoever signs in next finds nothing.
 */
export interface Remembered {
  find(asked: Asked): KnownAnswer | undefined;
  /** The whole answer, also where the server only said that `known` is still it. */
  complete(asked: Asked, answer: Answer, known: KnownAnswer | undefined): Answer;
  clear(): void;
}

/** Answers that are kept; the one that was not asked for the longest goes first. */
const MAX_ANSWERS = 50;
/** Longer ones are rare, and would fill the memory of a page. */
const MAX_LENGTH = 200_000;
const NOT_MODIFIED = 304;

/** Creates a memory without answers. */
export function createRemembered(): Remembered {
  const answers = new Map<string, KnownAnswer>();
  const keep = (url: string, known: KnownAnswer) => {
    answers.delete(url);
    answers.set(url, known);
    const [oldest] = answers.keys();
    if (answers.size > MAX_ANSWERS && oldest !== undefined) answers.delete(oldest);
  };
  return {
    find: ({ route, request }) => (route.hasTag ? answers.get(request.url) : undefined),
    complete({ route, request: { url } }, answer, known) {
      if (answer.status === NOT_MODIFIED && known !== undefined) {
        keep(url, known);
        return { ...answer, status: 200, text: known.text };
      }
      const tag = answer.headers.get('etag');
      const isWhole = answer.status === 200 && answer.text.length <= MAX_LENGTH;
      if (route.hasTag && isWhole && tag !== null) keep(url, { tag, text: answer.text });
      else answers.delete(url);
      return answer;
    },
    clear: () => answers.clear(),
  };
}
