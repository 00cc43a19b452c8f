/** For dialogs: a press on a notice is no press outside, so it does not close what is open. */
export function keepForToasts(event: {
  target: EventTarget | null;
  preventDefault: () => void;
}): void {
  const { target } = event;
  if (target instanceof Element && target.closest('[data-toaster]')) event.preventDefault();
}
