import type { Transaction } from '../../../platform/database/database.ts';

/** What invitations need to know of an account. */
export interface Person {
  userId: string;
  email: string;
  isVerified: boolean;
  locale: string;
}

const PEOPLE = `select id as "userId", email, email_verified_at is not null as "isVerified", locale from users`;

export async function findPerson(
  tx: Transaction,
  by: { userId: string } | { email: string },
): Promise<Person | null> {
  const [row] =
    'userId' in by
      ? await tx.query<Person>(`${PEOPLE} where id = $1`, [by.userId])
      : await tx.query<Person>(`${PEOPLE} where lower(email) = lower($1)`, [by.email]);
  return row ?? null;
}
