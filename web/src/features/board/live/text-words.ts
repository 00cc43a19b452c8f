import * as Y from 'yjs';

/** What is no update has no words. */
function readStructs(update: string): ReturnType<typeof Y.decodeUpdate>['structs'] {
  try {
    const bytes = Uint8Array.from(atob(update), (character) => character.charCodeAt(0));
    return Y.decodeUpdate(bytes).structs;
  } catch {
    return [];
  }
}

/** The words that an update of a long text adds (Yjs v1 as base64), one line for each of its blocks. */
export function readUpdateWords(update: string): string {
  const words = readStructs(update).map((struct) => {
    if (!(struct instanceof Y.Item)) return '';
    const { content } = struct;
    if (content instanceof Y.ContentString) return content.str;
    return content instanceof Y.ContentType ? '\n' : '';
  });
  return words.join('').replaceAll(/\n+/g, '\n').trim();
}
