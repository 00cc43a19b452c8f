/** What a client needs to know of an operation to call it over REST; free of zod, so that bundles stay small. */
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/api/v1`; `:name` segments are fields of the input. */
  path: `/${string}`;
  /** Needs no credential. */
  public?: true;
  /** Answers a list in pages. */
  paginated?: true;
  /** Answers a file. */
  download?: true;
  /** Takes a file as its body; the other fields stand in the query. */
  upload?: true;
  /** Answers carry an ETag made of all they say: whoever names it gets 304 while that is the answer. */
  hasTag?: true;
  /** Begins a session, exchanges its refresh token, or ends it. */
  refreshCookie?: 'set' | 'exchange' | 'clear';
}
