import { type RefObject, useEffect, useRef } from 'react';

const FIELDS =
  'input:not([readonly]):not(:disabled), select:not(:disabled), textarea:not([readonly])';

/** The first empty field below `root`, else the first field, else nothing. */
export function findFirstField(root: HTMLElement): HTMLElement | undefined {
  const fields = [...root.querySelectorAll<HTMLInputElement>(FIELDS)];
  return fields.find(({ value }) => value === '') ?? fields[0];
}

/** Moves the focus into the first empty field below the element, once, when `isWanted`. */
export function useFocusFirst<Element extends HTMLElement>(
  isWanted: boolean,
): RefObject<Element | null> {
  const root = useRef<Element>(null);
  useEffect(() => {
    if (isWanted && root.current) findFirstField(root.current)?.focus();
  }, [isWanted]);
  return root;
}
