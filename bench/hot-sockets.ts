import type { ServerMessage } from '@boardwire/contract/sync';
import type { HotClient, Write } from './hot-load.ts';
import { openLiveSocket, type LiveSocket } from './lib/live-socket.ts';

/** Opens a connection for each client; the writer sends through them. */
export async function openHotSockets(
  url: string,
  clients: readonly HotClient[],
): Promise<{ write: Write; close(): void }> {
  const waiting = new Map<string, { done(): void; fail(error: Error): void }>();
  const sockets = new Map<string, LiveSocket>();
  for (const { clientId, user } of clients) {
    const onMessage = (text: string) => {
      const message = JSON.parse(text) as ServerMessage;
      if (!('mid' in message)) return;
      const key = `${clientId} ${message.mid}`;
      if (message.t === 'ack') waiting.get(key)?.done();
      else waiting.get(key)?.fail(new Error(text));
      waiting.delete(key);
    };
    sockets.set(clientId, await openLiveSocket({ url, token: user.token, clientId, onMessage }));
  }
  return {
    write: ({ clientId, mid, board, itemId, text }) =>
      new Promise((done, fail) => {
        waiting.set(`${clientId} ${mid}`, { done, fail });
        sockets.get(clientId)?.send({
          t: 'mutate',
          mid,
          board: board.boardId,
          epoch: 1,
          calls: [
            { op: 'items.update', input: { itemId, values: { [board.textColumnId]: text } } },
          ],
        });
      }),
    close: () => sockets.forEach((socket) => socket.close()),
  };
}
