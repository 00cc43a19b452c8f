import { conflict, type Refusal } from '../../../platform/refusal.ts';

/** The link of a mail that was used, replaced or is too old; it never says which. */
export function refuseLink(): Refusal {
  return conflict('link_spent', 'This link was used already or is too old; ask for a new one');
}

/** The address belongs to an account, told only where saying so gives nothing away. */
export function refuseTakenAddress(): Refusal {
  return conflict('email_taken', 'This address has an account; log in, or reset its password');
}
