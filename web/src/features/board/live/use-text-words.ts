import type { NotSaved } from '@boardwire/sdk/live/not-saved';
import { useEffect, useState } from 'react';
import { loadModule } from '../../../lib/load-module.ts';
import type { ReadText } from './describe-not-saved.ts';

function readNothing(): string {
  return '';
}

/** How the words of long texts are read, once any of the edits wrote to one: that part of the program is large. */
export function useTextWords(edits: readonly NotSaved[]): ReadText {
  const [read, setRead] = useState<{ words: ReadText }>({ words: readNothing });
  const isNeeded = edits.some(({ calls }) => calls.some(({ op }) => op === 'texts.update'));
  useEffect(() => {
    if (!isNeeded) return;
    let isCurrent = true;
    const load = loadModule(() => import('./text-words.ts'));
    void load.then(
      ({ readUpdateWords }) => isCurrent && setRead({ words: readUpdateWords }),
      () => undefined,
    );
    return () => void (isCurrent = false);
  }, [isNeeded]);
  return read.words;
}
