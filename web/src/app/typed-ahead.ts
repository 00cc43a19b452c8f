/** What was typed since the palette was asked for, while its code is still on the way; null when nothing waits. */
let typed: string | null = null;
let ends: AbortController | undefined;

let cancel: () => void = () => undefined;

/** Keeps keys from what lies below: they are meant for what is about to open. */
function catchKey(event: KeyboardEvent): void {
  if (typed === null || event.isComposing) return;
  // Whoever goes on with the keyboard does not wait for it.
  if (event.key === 'Tab') return releaseTyping();
  event.stopPropagation();
  if (event.key === 'Escape') return cancel();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (event.key === 'Backspace') typed = typed.slice(0, -1);
  else if (event.key.length === 1) typed += event.key;
}

/** From now on what is typed is kept for `readTyped`, so that a quick hand loses no letter; Escape calls it off. */
export function catchTyping(onCancel: () => void): void {
  releaseTyping();
  cancel = onCancel;
  typed = '';
  ends = new AbortController();
  window.addEventListener('keydown', catchKey, { capture: true, signal: ends.signal });
}

/** What was typed since. */
export function readTyped(): string {
  return typed ?? '';
}

/** Lets keys go their way again. */
export function releaseTyping(): void {
  ends?.abort();
  typed = null;
}
