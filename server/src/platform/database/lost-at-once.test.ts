import { afterEach, describe, expect, it } from 'vitest';
import { startTcp } from '../egress/test-server.fixture.ts';
import { createLog } from '../log.ts';
import { connectDatabase } from './database.ts';

const toClose: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close();
});

/** A message of the protocol of Postgres, version 3. */
function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + length.length);
  return Buffer.concat([Buffer.from(type), length, body]);
}

const AUTHENTICATION_OK = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const TERMINATED = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));

describe('fault F3b: a connection is cut as soon as it is there', () => {
  it('fault F3b: before anybody has got hold of it: the call fails, and the process lives', async () => {
    const server = await startTcp((socket) => {
      // In one packet, as it arrives at a process that was busy for a moment.
      socket.once('data', () => socket.end(Buffer.concat([AUTHENTICATION_OK, READY, TERMINATED])));
    });
    toClose.push(() => server.close());
    const url = `postgres://app:secret@127.0.0.1:${server.port}/app`;
    const database = connectDatabase({ url, poolSize: 2, log: createLog('silent') });
    toClose.push(() => database.close());
    await expect(database.read('all', (tx) => tx.query('select 1'))).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    await expect(database.write('all', (tx) => tx.query('select 1'))).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });
});
