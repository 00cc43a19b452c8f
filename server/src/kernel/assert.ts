/** Ends an exhaustive switch: compiles only when every case is handled, throws when data lied about its type. */
export function unreachable(value: never, context = 'unexpected value'): never {
  throw new Error(`${context}: ${JSON.stringify(value)}`);
}

/** Narrows away null and undefined; throws when our own invariant is broken, never for user input. */
export function assertPresent<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`missing ${what}`);
  return value;
}
