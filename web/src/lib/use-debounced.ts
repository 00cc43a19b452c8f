import { useEffect, useState } from 'react';

/** Typing pauses this long before a search is sent. */
const PAUSE_MS = 200;

/** The value as it was when it last rested. */
export function useDebounced<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
