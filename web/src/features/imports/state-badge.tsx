import { t } from '../../i18n/t.tsx';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import type { ImportInfo } from './import.ts';

type State = ImportInfo['state'];

const TONES: Readonly<Record<State, BadgeTone>> = {
  uploaded: 'neutral',
  running: 'accent',
  done: 'success',
  failed: 'danger',
  cancelled: 'neutral',
  undoing: 'accent',
  undone: 'neutral',
};

/** What an import is doing, in a word. */
export function StateBadge({ state }: { state: State }) {
  return <Badge tone={TONES[state]}>{t(`imports.state.${state}`)}</Badge>;
}
