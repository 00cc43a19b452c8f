import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

// The least that tells a message to every connection: one prebuilt frame, sent to each as it comes, nothing stored.
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    for (const client of sockets.clients) client.send(data, { binary: false });
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  process.stdout.write(`ready http://127.0.0.1:${process.env.PORT}\n`);
});
process.on('SIGTERM', () => process.exit(0));
