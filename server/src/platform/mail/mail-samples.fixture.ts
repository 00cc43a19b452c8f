import type { MailParams } from './templates.ts';

export const LINK = 'https://boards.example.com/go?token=a_B-1&next=%2Fhome';
export const OTHER_LINK = 'https://boards.example.com/reset-password';
const AT = '2026-11-05T14:30:00.000Z';

/** Each mail with what it could be sent with. */
export const samples: MailParams = {
  verifyEmail: { name: 'Ada', link: LINK },
  resetPassword: { name: 'Ada', link: LINK, expiresInMinutes: 30 },
  accountExists: { name: 'Ada', logInLink: LINK, resetLink: OTHER_LINK },
  invitation: {
    organizationName: 'Engines',
    inviterName: 'Ada',
    roleName: 'Member',
    link: LINK,
    expiresAt: AT,
  },
  confirmEmailChange: { name: 'Ada', link: LINK, newEmail: 'ada@new.example.com' },
  emailChanged: { name: 'Ada', newEmail: 'a•••@new.example.com' },
  passwordChanged: { name: 'Ada', at: AT, ipAddress: '192.0.2.7' },
  mfaEnabled: { name: 'Ada' },
  mfaDisabled: { name: 'Ada' },
  newSignIn: { name: 'Ada', userAgent: 'Firefox on Linux', ipAddress: '2001:db8::7', at: AT },
  organizationDeletionScheduled: {
    organizationName: 'Engines',
    on: AT,
    byName: 'Ada',
    settingsLink: LINK,
  },
  connectionTest: { name: 'Ada', link: LINK },
};
