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

/** Whether somebody hears of how the organization or the installation runs. */
export interface Reader {
  isAdministrator: boolean;
}

/**
 * The categories of somebody, in their order; those of programs are those about which something was chosen, as by the link of
 * a mail. What is for administrators is nothing for others to choose about.
 */
export function listCategories(
  preferences: readonly StoredPreference[],
  { isAdministrator }: Reader,
): string[] {
  const names = NAMES.filter((name) => isAdministrator || name !== 'operation');
  return [...new Set([...names, ...preferences.flatMap(({ category }) => category ?? [])])];
}

/** Every category of somebody and every channel, by their choices. */
export function toGrid(
  preferences: readonly StoredPreference[],
  subject: Subject,
  reader: Reader,
): Grid {
  return listCategories(preferences, reader).map((category) => {
    const { modes, ...its } = categoryOf(category);
    const channels = CHANNELS.map((channel) => {
      const defaults = { category, modes, ...its };
      const choice = deliveries.choose(defaults, channel, { preferences, subject });
      return { channel, mode: choice.mode, default: modes[channel], decidedBy: nameOf(choice) };
    });
    return { category, ...its, channels };
  });
}

function nameOf({ decidedBy }: Choice): Grid[number]['channels'][number]['decidedBy'] {
  return decidedBy.kind === 'preference' ? decidedBy.rule.scope : decidedBy.kind;
}

/** Whether nobody chooses about a category. */
export function isMandatory(category: string): boolean {
  return categoryOf(category).isMandatory;
}

/** Those that programs make up are as `custom`. */
function categoryOf(category: string): NoticeCategory {
  return Object.hasOwn(noticeCategories, category)
    ? noticeCategories[category as NoticeCategoryName]
    : noticeCategories.custom;
}
