import type { PreferenceGrid } from '@boardwire/contract/preferences';
import {
  noticeCategories,
  type NoticeCategory,
  type NoticeCategoryName,
} from '@boardwire/contract/notices';
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

/**
 * Every category and channel, by somebody's choices; categories of programs are those about which something was chosen, as
 * by the link of a mail.
 */
export function toGrid(preferences: readonly StoredPreference[], subject: Subject): Grid {
  const chosen = preferences.flatMap(({ category }) => category ?? []);
  return [...new Set([...NAMES, ...chosen])].map((category) => {
    const { modes, isMandatory } = categoryOf(category);
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

/** Whether people choose about a category of ours. */
export function isChosen(category: string): boolean {
  return Object.hasOwn(noticeCategories, category) && !categoryOf(category).isMandatory;
}

/** Those that programs make up are as `custom`. */
function categoryOf(category: string): NoticeCategory {
  return Object.hasOwn(noticeCategories, category)
    ? noticeCategories[category as NoticeCategoryName]
    : noticeCategories.custom;
}
