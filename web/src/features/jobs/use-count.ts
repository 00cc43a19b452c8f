import type { Input } from '@boardwire/sdk/operations';
import { useEffect, useState } from 'react';
import { call } from '../../lib/call.ts';
import { showFailureToast } from '../../lib/write.ts';

type Counting = 'jobs.clean' | 'jobs.redrive' | 'jobs.discard';

/** How many an act is about, by a run that changes nothing; null until that is known, and where nothing is asked. */
export function useCount<Name extends Counting>(
  name: Name,
  input: Input<Name> | null,
): number | null {
  const [answer, setAnswer] = useState<{ of: string; count: number } | null>(null);
  const asked = input === null ? null : JSON.stringify(input);
  useEffect(() => {
    if (asked === null) return undefined;
    let isOver = false;
    const question = { ...(JSON.parse(asked) as Input<Name>), isDryRun: true };
    void call(name, question).then((outcome) => {
      if (isOver) return;
      if (outcome.ok) setAnswer({ of: asked, count: outcome.data.matching });
      else showFailureToast(outcome.error);
    });
    return () => {
      isOver = true;
    };
  }, [name, asked]);
  return answer?.of === asked ? (answer?.count ?? null) : null;
}
