/** Where the web app shows what notices tell of; below PUBLIC_URL. */
export interface NoticeLinks {
  item(itemId: string): string;
  board(boardId: string): string;
  inbox(): string;
  imports(): string;
  webhooks(): string;
  deadLetters(): string;
  preferences(): string;
  home(): string;
}

/** Links into an organization; messages of the instance lead to its start page. */
export function createLinks(publicUrl: string, organizationId: string | null): NoticeLinks {
  const root = publicUrl.replace(/\/+$/, '');
  const to = (path: string) =>
    organizationId === null ? `${root}/` : `${root}/o/${organizationId}${path}`;
  return {
    item: (itemId) => to(`/items/${itemId}`),
    board: (boardId) => to(`/boards/${boardId}`),
    inbox: () => to('/inbox'),
    imports: () => to('/import'),
    webhooks: () => to('/webhooks'),
    deadLetters: () => to('/delivery/dead-letters'),
    preferences: () => `${root}/settings/notifications`,
    home: () => to(''),
  };
}
