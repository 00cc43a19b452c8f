/** Which view of a board is looked at; all of it stands in the address, so that a link shows the same (web W14). */
export interface ViewSearch {
  /** Id of a saved view, or one of those that every board has. */
  view?: string | undefined;
  /** Words that must be in an item. */
  q?: string | undefined;
  /** Settings that differ from the saved ones. */
  with?: Readonly<Record<string, unknown>> | undefined;
}

/** Longer ones come from nobody's keyboard. */
const MAX_QUERY_LENGTH = 200;
const VIEW = /^(?:table|kanban|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** Reads an address. Every key is answered, refused ones as undefined: the router keeps what a reader leaves out. */
export function readViewSearch(search: Record<string, unknown>): ViewSearch {
  const { view, q, with: draft } = search;
  const isDraft = typeof draft === 'object' && draft !== null && !Array.isArray(draft);
  // A search for digits arrives as a number.
  const query = typeof q === 'number' ? String(q) : q;
  return {
    view: typeof view === 'string' && VIEW.test(view) ? view : undefined,
    q: typeof query === 'string' && query !== '' ? query.slice(0, MAX_QUERY_LENGTH) : undefined,
    with: isDraft ? (draft as Record<string, unknown>) : undefined,
  };
}
