import { createHash } from 'node:crypto';
import { seenByServer, type ServerPlace } from './server-place.ts';

/** A socket in the data folder; a loopback port where the socket's path would be too long. */
export type Listen = { kind: 'socket' } | { kind: 'loopback'; port: number };

/** Part of the socket's name; nothing listens on this port. */
export const SOCKET_PORT = 5432;
const SOCKET_NAME = `.s.PGSQL.${SOCKET_PORT}`;
/** sun_path of sockaddr_un with its closing zero: 108 bytes on Linux, 104 on macOS and BSD. */
const SOCKET_PATH_MAX_BYTES = 103;
/** Carries the fingerprint of a start: marks the process as ours, and tells whether it runs with today's settings. */
const LAUNCH_SETTING = 'boardwire.launch';
const FINGERPRINT_LENGTH = 16;

/**
 * Written into a new cluster's postgresql.conf, where an operator may change them: sized for a small machine
 * (whole program at most 300 MB idle).
 */
export const INITIAL_SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: '64MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  min_wal_size: '80MB',
  max_wal_size: '512MB',
  autovacuum_max_workers: '2',
  random_page_cost: '1.1',
};

/** Given at every start; the program relies on them. */
const FIXED_SETTINGS: Readonly<Record<string, string>> = {
  unix_socket_permissions: '0700',
  // A program takes up to 42 (docs/operating.md), and while it is replaced there are two.
  max_connections: '100',
  // Errors of the server itself. Those of our statements are kept out by role (logins.ts): they would carry
  // rows, and the program logs them without.
  log_min_messages: 'error',
  log_min_error_statement: 'panic',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
  log_timezone: 'UTC',
  timezone: 'UTC',
  restart_after_crash: 'on',
  // Processes that a small machine does not need; parallel plans also want more /dev/shm than a container has.
  io_method: 'sync',
  jit: 'off',
  max_worker_processes: '2',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  max_logical_replication_workers: '0',
};

/** A throwaway cluster: quick, shared by several test runs, lost with the machine. */
const THROWAWAY_SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '200',
};

/** Whether clients can reach a socket in `folder` by its path. */
export function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(`${folder}/${SOCKET_NAME}`) <= SOCKET_PATH_MAX_BYTES;
}

/** Path of the file in which the server notes who listens on the socket in `folder`. */
export function socketLockPath(folder: string): string {
  return `${folder}/${SOCKET_NAME}.lock`;
}

/** Command line of the server. */
export function serverArguments(place: ServerPlace, listen: Listen): string[] {
  const settings = {
    ...settingsOf(place, listen.kind),
    port: String(listen.kind === 'socket' ? SOCKET_PORT : listen.port),
    [LAUNCH_SETTING]: fingerprint(place, listen.kind),
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', seenByServer(place, place.folder.cluster), ...options];
}

/** Whether a command line is one that Boardwire made, of any version and for any settings. */
export function isOurCommandLine(commandLine: readonly string[]): boolean {
  return commandLine.some((argument) => argument.startsWith(`${LAUNCH_SETTING}=`));
}

/** Whether a command line is what we would start today, but for the port. */
export function isTodaysCommandLine(
  commandLine: readonly string[],
  place: ServerPlace,
  kind: Listen['kind'],
): boolean {
  return commandLine.includes(`${LAUNCH_SETTING}=${fingerprint(place, kind)}`);
}

function settingsOf(place: ServerPlace, kind: Listen['kind']): Record<string, string> {
  return {
    ...FIXED_SETTINGS,
    ...(place.durability === 'test' ? THROWAWAY_SETTINGS : {}),
    ...(place.connections === undefined ? {} : { max_connections: String(place.connections) }),
    listen_addresses: kind === 'socket' ? '' : '127.0.0.1',
    // A list, so the name is quoted: a data folder may hold commas and blanks.
    unix_socket_directories:
      kind === 'socket'
        ? `"${seenByServer(place, place.folder.sockets).replaceAll('"', '""')}"`
        : '',
  };
}

function fingerprint(place: ServerPlace, kind: Listen['kind']): string {
  const parts = [
    settingsOf(place, kind),
    place.binaries.postgres,
    place.binaries.version,
    place.user?.uid,
  ];
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('hex')
    .slice(0, FINGERPRINT_LENGTH);
}
