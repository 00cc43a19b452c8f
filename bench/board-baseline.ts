import fastify from 'fastify';
import { Pool } from 'pg';

/** The least that answers a board: JSON made by Postgres, sent as it is. */
const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const app = fastify();

const SNAPSHOT = `
  select json_build_object(
    'epoch', b.epoch, 'seq', b.seq, 'board', json_build_object('id', b.id, 'name', b.name, 'prefix', b.prefix),
    'columns', (
      select json_agg(json_build_object('id', c.id, 'type', c.type, 'name', c.name, 'settings', c.settings, 'pos', c.pos))
      from board_columns c where c.board_id = b.id),
    'groups', (
      select json_agg(json_build_object('id', g.id, 'name', g.name, 'color', g.color, 'pos', g.pos))
      from board_groups g where g.board_id = b.id),
    'items', (
      select json_agg(json_build_object('id', i.id, 'number', i.number, 'groupId', i.group_id, 'parentId', i.parent_id,
        'pos', i.pos, 'values', i.field_values, 'versions', i.field_versions, 'commentCount', i.comment_count,
        'createdBy', i.created_by, 'createdAt', i.created_at, 'updatedBy', i.updated_by, 'updatedAt', i.updated_at,
        'archivedAt', i.archived_at, 'deletedAt', i.deleted_at))
      from items i where i.organization_id = b.organization_id and i.board_id = b.id))::text as json
  from boards b where b.id = $1`;

app.get<{ Params: { id: string } }>('/boards/:id', async ({ params }, reply) => {
  const { rows } = await pool.query<{ json: string }>({
    name: 'snapshot',
    text: SNAPSHOT,
    values: [params.id],
  });
  return reply.type('application/json').send(rows[0]?.json);
});

await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
process.stdout.write(`ready http://127.0.0.1:${process.env['PORT']}\n`);
process.on('SIGTERM', () => process.exit(0));
