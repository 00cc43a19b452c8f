let region: HTMLElement | undefined;

/** Reads a text aloud for those who cannot see what moved (web W37). */
export function announce(text: string): void {
  if (!region?.isConnected) {
    region = document.createElement('div');
    region.setAttribute('role', 'status');
    region.className = 'sr-only';
    document.body.append(region);
  }
  // The same text twice in a row is two events: a trailing no-break space makes it another text.
  region.textContent = region.textContent === text ? `${text}\u00A0` : text;
}
