import { randomUUID } from 'node:crypto';
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

/** The columns that ours fills; an event with empty ones would be less to write. */
const INSERT_EVENT = `
  insert into events (id, organization_id, aggregate_type, aggregate_id, type, version, data, actor, request_id,
    correlation_id, created_at)
  values (gen_random_uuid(), $1, 'organization', $1, 'organization.renamed', 1, $2, $3, $4, $4, now())`;

/** The hash covers the entry, as in ours: a chain over anything less proves nothing. */
const INSERT_AUDIT_ENTRY = `
  with moved as (
    update audit_chains set length = length + 1,
      head = sha256(head || convert_to((length + 1)::text || ':' || $7::text, 'UTF8'))
    where id = $1 returning length, head)
  insert into audit_entries (chain_id, sequence, id, organization_id, action, outcome, actor, details, ip_address,
    user_agent, request_id, created_at, hash)
  select $1, length, gen_random_uuid(), $1, 'organization.renamed', 'done', $3, $2, $4, $5, $6, now(), head
  from moved`;

app.get<{ Params: { id: string }; Querystring: { user: string } }>(
  '/organizations/:id',
  async ({ params, query }) => {
    const { rows } = await pool.query({
      name: 'get',
      text: `select o.id, m.id as membership_id, o.name, o.created_at, o.deletion_scheduled_for, r.id as role_id,
               r.key, r.name as role_name, r.permissions
             from memberships m
             join roles r on r.organization_id = m.organization_id and r.id = m.role_id
             join organizations o on o.id = m.organization_id
             where m.user_id = $1 and m.state = 'active' and m.organization_id = $2
               and (o.deletion_scheduled_for is null or o.deletion_scheduled_for > now())`,
      values: [query.user, params.id],
    });
    return { success: true, data: rows[0] as unknown };
  },
);

app.get<{ Params: { id: string } }>('/organizations/:id/members', async ({ params }) => {
  const { rows } = await pool.query({
    name: 'list',
    text: `select m.id, m.user_id, u.name, u.email, m.state, f.enabled_at is not null as mfa, m.created_at,
             r.id as role_id, r.key, r.name as role_name, r.permissions, u.locale, lower(u.name) as sort_name
           from memberships m
           join users u on u.id = m.user_id
           join roles r on r.organization_id = m.organization_id and r.id = m.role_id
           left join user_mfa f on f.user_id = m.user_id
           where m.organization_id = $1 and ($2::text is null or u.name ilike $2 or u.email ilike $2)
             and ($3::text is null or (lower(u.name), m.id) > ($3, $4::uuid))
           order by lower(u.name), m.id limit $5 + 1`,
    values: [params.id, null, null, null, 50],
  });
  return { success: true, data: rows };
});

app.patch<{ Params: { id: string }; Querystring: { user: string }; Body: { name: string } }>(
  '/organizations/:id',
  async ({ params, query, body, ip, headers }) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const before = await client.query<{ name: string }>({
        name: 'before',
        text: 'select name from organizations where id = $1 for update',
        values: [params.id],
      });
      const { rows } = await client.query({
        name: 'update',
        text: `update organizations set name = $2 where id = $1
               returning id, name, created_at, deletion_scheduled_for`,
        values: [params.id, body.name],
      });
      const change = { from: before.rows[0]?.name, to: body.name };
      const actor = { kind: 'user', userId: query.user };
      const requestId = randomUUID();
      await client.query({
        name: 'event',
        text: INSERT_EVENT,
        values: [params.id, { organizationId: params.id, ...change }, actor, requestId],
      });
      const entry = [params.id, change, actor, ip, headers['user-agent'] ?? '', requestId];
      await client.query({
        name: 'audit',
        text: INSERT_AUDIT_ENTRY,
        values: [...entry, JSON.stringify(entry)],
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
