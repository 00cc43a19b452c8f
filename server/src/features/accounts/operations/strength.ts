import { invalid } from '../../../platform/refusal.ts';
import { findWeakness, type PasswordOwner } from '../domain/password-strength.ts';

/** Refuses a password that is too easy to guess, naming the field and what to do (security S4). */
export function demandStrength(field: string, password: string, owner: PasswordOwner): void {
  const message = findWeakness(password, owner);
  if (message !== null) throw invalid({ path: field, message });
}
