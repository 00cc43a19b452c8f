import type { ServerMessage } from '@boardwire/contract/sync';

/** How far one's inbox of an organization is. */
export type InboxNews = Omit<Extract<ServerMessage, { t: 'inbox' }>, 't'>;
