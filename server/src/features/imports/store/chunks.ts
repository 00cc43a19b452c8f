import { Readable } from 'node:stream';
import type { Database } from '../../../platform/database/database.ts';

/** Bytes of one row; what a reader holds in memory. */
const CHUNK_BYTES = 1_000_000;
/** Pieces of files that were never read, or whose upload broke off, are kept this long. */
const KEEP_HOURS = 24;

/** A file in the database. */
export interface StoredFile {
  organizationId: string;
  importId: string;
}

/** Stores a file as it comes in; answers its size. Each piece is a transaction, for a sender may be slow. */
export async function storeFile(
  database: Database,
  { organizationId, importId }: StoredFile,
  body: AsyncIterable<Buffer>,
): Promise<number> {
  let size = 0;
  let number = 0;
  for await (const bytes of cutChunks(body)) {
    await database.write({ organizationId }, (tx) =>
      tx.query(
        `insert into import_chunks (organization_id, import_id, number, bytes) values ($1, $2, $3, $4)`,
        [organizationId, importId, number, bytes],
      ),
    );
    number += 1;
    size += bytes.length;
  }
  return size;
}

async function* cutChunks(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    for (let start = 0; start < piece.length;) {
      const part = piece.subarray(start, start + CHUNK_BYTES - size);
      parts.push(part);
      start += part.length;
      size += part.length;
      if (size < CHUNK_BYTES) continue;
      yield Buffer.concat(parts);
      parts = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(parts);
}

/** Opens a stored file as often as wanted; every reading holds two pieces at a time. */
export function openFile(database: Pick<Database, 'read'>, file: StoredFile): () => Readable {
  return () => Readable.from(readChunks(database, file), { objectMode: true, highWaterMark: 1 });
}

async function* readChunks(
  database: Pick<Database, 'read'>,
  { organizationId, importId }: StoredFile,
): AsyncGenerator<Buffer> {
  const read = (number: number) => {
    const rows = database.read({ organizationId }, (tx) =>
      tx.query<{ bytes: Buffer }>(
        'select bytes from import_chunks where organization_id = $1 and import_id = $2 and number = $3',
        [organizationId, importId, number],
      ),
    );
    // Its failure is met when it is this piece's turn; a reader that leaves early meets none.
    rows.catch(() => undefined);
    return rows;
  };
  let next = read(0);
  for (let number = 1; ; number += 1) {
    const [row] = await next;
    if (row === undefined) return;
    // On its way while this piece is read.
    next = read(number);
    yield row.bytes;
  }
}

/** Forgets the file. */
export async function deleteFile(
  database: Database,
  { organizationId, importId }: StoredFile,
): Promise<void> {
  await database.write({ organizationId }, (tx) =>
    tx.query('delete from import_chunks where organization_id = $1 and import_id = $2', [
      organizationId,
      importId,
    ]),
  );
}

/** Forgets pieces that are a day old, but those of a run at hand; answers how many. */
export async function deleteOldChunks(database: Database, limit: number): Promise<number> {
  const rows = await database.write('all', (tx) =>
    tx.query(
      `delete from import_chunks where (organization_id, import_id, number) in (
         select c.organization_id, c.import_id, c.number from import_chunks c
         left join imports i on i.organization_id = c.organization_id and i.id = c.import_id
         where c.created_at < now() - make_interval(hours => ${KEEP_HOURS}) and i.state is distinct from 'running'
         limit $1)
       returning 1`,
      [limit],
    ),
  );
  return rows.length;
}
