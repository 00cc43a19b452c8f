import type { Output } from '@boardwire/sdk/operations';

/** How one is notified in an organization. */
export type PreferenceAnswer = Output<'preferences.get'>;
/** One category with how it reaches one by each channel. */
export type GridRow = PreferenceAnswer['grid'][number];
export type GridChannel = GridRow['channels'][number]['channel'];
export type NoticeMode = GridRow['channels'][number]['mode'];
/** A choice for a place. */
export type PlaceChoice = PreferenceAnswer['preferences'][number];

/** Where a choice holds. */
export interface Place {
  scope: 'item' | 'board' | 'workspace';
  id: string;
}
