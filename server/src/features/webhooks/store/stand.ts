import type { Permission } from '@boardwire/contract/permissions';

/** Whose rights an endpoint has. */
export interface Stand {
  userId: string;
  name: string;
  /** When it was made with an API key: never more than that one reaches. */
  key: {
    id: string;
    /** Null once the key is gone. */
    name: string | null;
    scopes: Permission[];
    /** Neither revoked nor expired, and still that person's. */
    isLive: boolean;
  } | null;
}

/** The same of an endpoint `w`, as JSON; null when nobody stands behind it. */
export const STAND = `(
  select jsonb_build_object('userId', u.id, 'name', u.name, 'key', case when w.acts_for_key is not null then
    jsonb_build_object('id', w.acts_for_key, 'name', k.name, 'scopes', coalesce(to_jsonb(k.scopes), '[]'),
      'isLive', k.id is not null and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())) end)
  from users as u left join api_keys as k
    on k.id = w.acts_for_key and k.user_id = u.id and k.organization_id = w.organization_id
  where u.id = w.acts_for)`;
