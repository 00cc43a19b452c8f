import type { Column, Group, Item, View } from '@boardwire/contract/board-model';

/** What a new board begins with. Items stand behind those that they are below, numbered from 1 without gaps. */
export interface BoardContent {
  columns: readonly Column[];
  groups: readonly Group[];
  views: readonly View[];
  items: readonly Item[];
}
