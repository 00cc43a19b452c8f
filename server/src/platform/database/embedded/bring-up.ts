import { createServer } from 'node:net';
import type { Log } from '../../log.ts';
import { checkCluster, createCluster, hasCluster, resetAdminPassword } from './cluster.ts';
import type { FileLock } from './folder-lock.ts';
import { canLogIn, checkSafeSettings, describeLogins, ensureSetUp } from './logins.ts';
import type { Passwords } from './passwords.ts';
import { startPostmaster, stopFast, type Postmaster } from './postmaster.ts';
import { resolveRunningServer, type Found, type Search } from './running-server.ts';
import type { ServerPlace } from './server-place.ts';
import { fitsSocket, type Listen } from './server-settings.ts';

/** What it takes to get a server running in a folder, at the start and after each crash. */
export interface BringUp {
  place: ServerPlace;
  passwords: Passwords;
  /** Kept from the first start on, for the addresses are handed out; null before it. */
  listen: Listen | null;
  log: Log;
  /** Looks for a server of an earlier start; tests replace it to prove that they notice. */
  findRunning?: (search: Search) => Promise<Found>;
}

/** A server that runs, is set up, safe (reliability R17) and accepts logins. Throws EmbeddedPostgresError. */
export async function bringUp(request: BringUp): Promise<Postmaster> {
  const { place, passwords, log } = request;
  checkCluster(place);
  const isNewCluster = !hasCluster(place);
  const listenKind =
    request.listen?.kind ?? (fitsSocket(place.folder.sockets) ? 'socket' : 'loopback');
  const canServe = (listen: Listen) => canLogIn(describeLogins(place.folder, listen, passwords));
  const search = { place, listenKind, canServe, log };
  const found = await (request.findRunning ?? resolveRunningServer)(search);
  const postmaster =
    found.kind === 'server' ? found.postmaster : await startNew(request, listenKind, found.lock);
  try {
    const logins = describeLogins(place.folder, postmaster.listen, passwords);
    await ensureSetUp(logins, passwords, isNewCluster);
    if (place.durability === 'full') await checkSafeSettings(logins, place.folder.cluster);
    return postmaster;
  } catch (error) {
    postmaster.forget();
    await stopFast(postmaster);
    throw error;
  }
}

async function startNew(
  request: BringUp,
  kind: Listen['kind'],
  lock: FileLock,
): Promise<Postmaster> {
  const { place, passwords, log } = request;
  try {
    if (!hasCluster(place)) await createCluster(place, passwords.admin, lock, log);
    else if (passwords.areNew) await resetAdminPassword(place, passwords.admin, lock, log);
    passwords.areNew = false;
    const listen =
      request.listen ?? (kind === 'socket' ? { kind } : { kind, port: await findFreePort() });
    return await startPostmaster(place, listen, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
