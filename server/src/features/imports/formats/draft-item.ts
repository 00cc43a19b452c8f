/** In a board's own shapes, but options and people by their key here; never null. */
export type DraftValue = string | number | boolean | string[] | { url: string; text?: string };
export type DraftValues = Record<string, DraftValue>;

export interface DraftSubItem {
  key: string;
  title: string;
  /** By the same columns as the item's own. */
  values: DraftValues;
}

export interface DraftComment {
  key: string;
  text: string;
  /** Null when the file does not say who wrote it. */
  authorKey: string | null;
  authorName: string;
  /** UTC, as 2026-03-01T09:30:00Z; null when the file does not say. */
  at: string | null;
}

export interface DraftItem {
  /** The foreign id, or `row:17`; the same in a second run over the same file. */
  key: string;
  row?: number;
  groupKey: string;
  title: string;
  isArchived: boolean;
  values: DraftValues;
  /** Goes to the column with the key `description`. */
  description?: string;
  subItems: DraftSubItem[];
  comments: DraftComment[];
  attachments: { name: string; url: string }[];
}
