import type { PreferenceGrid } from '@boardwire/contract/preferences';
import { noticeCategories, type NoticeCategoryName } from '@boardwire/contract/notices';
import { deliveries } from '../../delivery/index.ts';
import type { StoredPreference } from '../store/preferences.ts';

type Grid = PreferenceGrid['grid'];
type Choice = ReturnType<typeof deliveries.choose>;

/** What the grid is about; empty for everything. */
export interface Subject {
  itemId?: string;
  boardId?: string;
  workspaceId?: string;
}

/** The channels that reach people. */
const CHANNELS = ['inApp', 'email', 'push', 'sms'] as const;

const NAMES = Object.keys(noticeCategories) as NoticeCategoryName[];

/** Every category and channel, by somebody's choices. */
export function toGrid(preferences: readonly StoredPreference[], subject: Subject): Grid {
  return NAMES.map((category) => {
    const { modes, isMandatory } = noticeCategories[category];
    const channels = CHANNELS.map((channel) => {
      const defaults = { category, modes, isMandatory };
      const choice = deliveries.choose(defaults, channel, { preferences, subject });
      return { channel, mode: choice.mode, default: modes[channel], decidedBy: nameOf(choice) };
    });
    return { category, isMandatory, channels };
  });
}

function nameOf({ decidedBy }: Choice): Grid[number]['channels'][number]['decidedBy'] {
  return decidedBy.kind === 'preference' ? decidedBy.rule.scope : decidedBy.kind;
}

/** Whether people choose about a category. */
export function isChosen(category: string): boolean {
  return Object.hasOwn(noticeCategories, category)
    ? !noticeCategories[category as NoticeCategoryName].isMandatory
    : false;
}
