import type { OperationName } from '@boardwire/contract/catalogue';

type NounOf<Name extends string> = Name extends `${infer Noun}.${string}` ? Noun : never;

/** The chapters of the reference page, in its order: a sentence for every noun. */
export const tags: Record<NounOf<OperationName>, string> = {
  authentication:
    'Register, log in with or without a second factor, refresh, log out, verify an address, reset a password.',
  accounts: 'One’s own account: profile, address, password.',
  mfa: 'The second factor: an authenticator app and recovery codes.',
  sessions: 'Where one is signed in.',
  organizations: 'Organizations own everything else; people belong to them as members.',
  members: 'People in an organization and what role each has.',
  roles: 'Named sets of permissions: four built in, others made by the organization.',
  invitations: 'Bring people in by mail or by link.',
  apiKeys:
    'Credentials for programs, with a subset of their owner’s permissions in one organization.',
  audit: 'Who did what, to what, from where: append-only and chained by hashes.',
  instance: 'The installation as a whole.',
  connections: 'Tests of what the installation is connected to: database, mail, job queue.',
  mailbox: 'The built-in mailbox, which takes in mail while no SMTP server is configured.',
};
