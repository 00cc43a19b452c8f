import { useState } from 'react';

/** Reads a list anew now and then, but not while the pointer is on it: nothing moves under it (web W10). */
export function useCalmRefresh(everyMs: number) {
  const [isHeld, setHeld] = useState(false);
  return {
    options: isHeld ? {} : { refetchEveryMs: everyMs },
    holder: {
      onPointerEnter: () => setHeld(true),
      onPointerLeave: () => setHeld(false),
    },
  };
}
