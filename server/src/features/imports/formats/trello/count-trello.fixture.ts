import { readFileSync } from 'node:fs';

/** What one expects of Trello's format, written down apart from the importer. */
interface Exported {
  actions?: { type: string; data: { card?: { id: string } } }[];
  labels?: { id: string }[];
  labelNames?: Record<string, string>;
  lists: { closed: boolean }[];
  members?: unknown[];
  customFields?: unknown[];
  checklists?: { checkItems: { due?: string | null }[] }[];
  cards: {
    id: string;
    closed: boolean;
    due: string | null;
    labels: { id?: string; color: string | null; name: string }[];
    badges: { comments: number };
    attachments?: unknown[];
    customFieldItems?: unknown[];
  }[];
}

/** The numbers of a board export, counted from the file itself. */
export function countTrello(path: string) {
  const file = JSON.parse(readFileSync(path, 'utf8')) as Exported;
  const { cards, lists } = file;
  const sum = (of: (card: Exported['cards'][number]) => number) =>
    cards.reduce((total, card) => total + of(card), 0);
  return {
    lists: lists.length,
    closedLists: lists.filter(({ closed }) => closed).length,
    cards: cards.length,
    archivedCards: cards.filter(({ closed }) => closed).length,
    labels: file.labels?.length ?? countOldLabels(file),
    labelsOnCards: sum(({ labels }) => labels.length),
    checklistItems: (file.checklists ?? []).reduce(
      (total, { checkItems }) => total + checkItems.length,
      0,
    ),
    checklists: file.checklists?.length ?? 0,
    comments: sum(({ badges }) => badges.comments),
    dueDates: sum(({ due }) => (due ? 1 : 0)),
    customFields: file.customFields?.length ?? 0,
    customFieldValues: sum(({ customFieldItems }) => customFieldItems?.length ?? 0),
    attachments: sum(({ attachments }) => attachments?.length ?? 0),
    members: file.members?.length ?? 0,
    actions: file.actions?.length ?? 0,
  };
}

/** Exports of 2014 have labels inside cards, and names by color on the board. */
function countOldLabels({ cards, labelNames }: Exported): number {
  const onCards = cards.flatMap(({ labels }) =>
    labels.map(({ color, name }) => `${color} ${name}`),
  );
  const named = Object.entries(labelNames ?? {})
    .filter(([, name]) => name !== '')
    .map(([color, name]) => `${color} ${name}`);
  return new Set([...onCards, ...named]).size;
}
