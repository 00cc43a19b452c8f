import { createHash } from 'node:crypto';
import { createSecret } from '../../kernel/ids.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { InvitationTerms } from './store/invitations.ts';

/** Time to answer an invitation. */
const LIFETIME_MS = 7 * DAY_MS;

/** Fresh links of an invitation with what is stored of them. */
export interface InvitationLinks {
  /** For the inviter to hand on. */
  link: string;
  /** For the mail. It has a secret of its own: the inviter knows the other, so that one proves nothing of an address. */
  mailLink: string;
  terms: InvitationTerms;
}

/** Makes the links of an invitation; `email` is null when it goes to nobody in particular. */
export function createLinks(
  publicUrl: string,
  { email, invitedBy, now }: { email: string | null; invitedBy: string; now: Date },
): InvitationLinks {
  const [token, mailToken] = [createSecret(), createSecret()];
  const toLink = (secret: string) => `${publicUrl}/invitations/accept?token=${secret}`;
  return {
    link: toLink(token),
    mailLink: toLink(mailToken),
    terms: {
      tokenHash: hashInvitationToken(token),
      mailTokenHash: email === null ? null : hashInvitationToken(mailToken),
      invitedBy,
      expiresAt: new Date(now.getTime() + LIFETIME_MS),
    },
  };
}

/** What is stored of a link's secret. It has 256 random bits, so one round of SHA-256 is enough. */
export function hashInvitationToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
