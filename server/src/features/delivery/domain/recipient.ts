/** A recipient as the ledger keeps it: addresses are sealed, and told apart by their fingerprint. */
export type StoredRecipient =
  | { userId: string }
  | { topic: string }
  | { segment: 'members' | 'admins' }
  | { endpointId: string }
  | {
      channel: 'email' | 'sms';
      hash: string;
      sealed: string;
      masked: string;
      locale?: string;
      name?: string;
    };
