import fastify from 'fastify';
import { Pool } from 'pg';

/**
 * The least code that does the same durable work as the measured operations: their SQL through pg behind bare routes,
 * without authentication, authorization, validation, limits, logs or tenant scope.
 */
const pool = new Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 10,
  options: '-c synchronous_commit=on',
});
const app = fastify();

app.get<{ Params: { id: string } }>('/organizations/:id', async ({ params }) => {
  const { rows } = await pool.query({
    name: 'get',
    text: 'select id, name, created_at, deletion_scheduled_for from organizations where id = $1',
    values: [params.id],
  });
  return { success: true, data: rows[0] as unknown };
});

app.get<{ Params: { id: string } }>('/organizations/:id/members', async ({ params }) => {
  const { rows } = await pool.query({
    name: 'list',
    text: `select m.id, m.user_id, u.name, u.email, m.state, f.enabled_at is not null as mfa, m.created_at, r.id as role_id,
             r.key, r.name as role_name
           from memberships m join users u on u.id = m.user_id
           join roles r on r.organization_id = m.organization_id and r.id = m.role_id
           left join user_mfa f on f.user_id = m.user_id
           where m.organization_id = $1 order by lower(u.name), m.id limit 51`,
    values: [params.id],
  });
  return { success: true, data: rows };
});

app.patch<{ Params: { id: string }; Body: { name: string } }>(
  '/organizations/:id',
  async ({ params, body }) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query({
        name: 'update',
        text: 'update organizations set name = $2 where id = $1 returning id, name, created_at',
        values: [params.id, body.name],
      });
      await client.query({
        name: 'event',
        text: `insert into events (id, organization_id, aggregate_type, aggregate_id, type, version, data, actor)
             values (gen_random_uuid(), $1, 'organization', $1, 'organization.renamed', 1, $2, '{}')`,
        values: [params.id, { to: body.name }],
      });
      await client.query('commit');
      return { success: true, data: rows[0] as unknown };
    } finally {
      client.release();
    }
  },
);

await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
process.stdout.write(`ready http://127.0.0.1:${process.env['PORT']}\n`);
process.on('SIGTERM', () => process.exit(0));
