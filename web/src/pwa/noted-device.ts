/** The device that this browser is registered as; whose it is, only the server knows. */
const DEVICE_KEY = 'boardwire.pushDevice';

/** Null where nobody has turned pushes on. */
export function readNotedDevice(): string | null {
  return localStorage.getItem(DEVICE_KEY);
}

/** Remembers that this browser takes pushes, so that it does again after the next log-in. */
export function noteDevice({ id }: { id: string }): void {
  localStorage.setItem(DEVICE_KEY, id);
}
