// The process of the load: gets its scene as JSON on standard input, says `measuring` when it is warm, then `report` with
// what it measured.
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../lib/random.ts';
import { actAsPerson } from './person.ts';
import { createSightings, openPersonSocket } from './person-socket.ts';
import { createRecords } from './records.ts';
import type { Scene } from './scene.ts';

/** The server counts connections by address: 200 each (security S38). */
const SOCKETS_PER_ADDRESS = 100;
/** Below the handshakes that one node takes a second (live L12). */
const OPEN_EVERY_MS = 10;

const scene = JSON.parse(await text(process.stdin)) as Scene;
const records = createRecords();
const sightings = createSightings((tookMs) => records.add('see an edit of others', tookMs));
let isOver = false;

const people: Promise<void>[] = [];
const sockets: { close(): void }[] = [];
for (let index = 0; index < scene.people; index += 1) {
  const socket = await openPersonSocket({
    url: scene.urls[index % scene.urls.length] ?? '',
    token: scene.users[index % scene.users.length]?.token ?? '',
    localAddress: `127.0.1.${1 + Math.floor(index / SOCKETS_PER_ADDRESS)}`,
    sightings,
  });
  sockets.push(socket);
  const random = createRandom(scene.seed * 100_003 + index);
  people.push(actAsPerson({ scene, index, random, records, socket, isOver: () => isOver }));
  await sleep(OPEN_EVERY_MS);
}
await sleep(scene.warmUpS * 1_000);
records.begin();
process.stdout.write('measuring\n');
await sleep(scene.seconds * 1_000);
const report = records.report();
process.stdout.write(`report ${JSON.stringify(report)}\n`);
isOver = true;
await Promise.all(people);
for (const socket of sockets) socket.close();
process.exit(0);
