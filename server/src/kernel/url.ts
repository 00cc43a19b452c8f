/**
 * The URL that `text` is, null when it is none. In place of `URL.canParse`, which says no to letters such as ü once Node 20 or
 * 22 has compiled it, after some thousand calls.
 */
export function parseUrl(text: string, base?: URL): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
