/** What a named person may do on one board, beside what their role gives them. */
export const boardLevels = ['viewer', 'commenter', 'editor', 'owner'] as const;

/** The level of a person on a board. */
export type BoardLevel = (typeof boardLevels)[number];
