import type { Item } from '@boardwire/contract/board-model';
import type { ImportedObject } from '../store/objects.ts';
import type { Converted } from './convert.ts';
import type { RunScene } from './scene.ts';
import type { Structure } from './structure.ts';

/** Objects of a chunk that earlier runs made, by the file's key. */
export interface KnownObjects {
  items: ReadonlyMap<string, ImportedObject>;
  comments: ReadonlyMap<string, ImportedObject>;
  /** Long texts as they stand, by `longTexts.nameOf`. */
  texts: ReadonlyMap<string, string>;
}

/** What writing one item needs. */
export interface ItemScene {
  scene: RunScene;
  structure: Structure;
  known: KnownObjects;
  /** The place behind the last item of a group, or sub-item of an item. */
  nextPlace(container: Container): Promise<string>;
}

/** A group or an item that others stand in; one of this run has nothing in it but what the run put there. */
export interface Container {
  id: string;
  isNew: boolean;
}

/** What an item of the file is to be. */
export interface WantedItem {
  key: string;
  title: string;
  isArchived: boolean;
  container: Pick<Item, 'groupId' | 'parentId'>;
  isInNew: boolean;
  converted: Converted;
  kind: 'items' | 'subItems';
}
