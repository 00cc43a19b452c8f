import { useIsFetching } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';

/** Between two reads of which the second follows from the first there is a moment without one, in milliseconds. */
const QUIET_MS = 50;
/** After this time what is there is shown, whatever is missing. */
const LONGEST_MS = 1_000;

interface ShownTogetherProps {
  /** Whether everything was read before: then nothing waits. */
  isKnown: boolean;
  children: ReactNode;
}

/** Parts that are read one by one but would push each other down the page: they show themselves at once. */
export function ShownTogether({ isKnown, children }: ShownTogetherProps) {
  const [isShown, setShown] = useState(isKnown);
  const reads = useIsFetching({ predicate: ({ state }) => state.data === undefined });
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), LONGEST_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (reads > 0) return undefined;
    const timer = setTimeout(() => setShown(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [reads]);
  return <div className={isShown ? 'contents' : 'invisible contents'}>{children}</div>;
}
