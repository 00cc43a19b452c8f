import type { Messages } from './messages.ts';

const HAS_ACCOUNT = 'You get this message because a Boardwire account uses this address.';
const IF_NOT_YOU =
  'If it was not you, choose a new password with “Forgot password?” on the log-in page right away, and tell the owner of your organization.';

/** What mails say in English. */
export const en: Messages = {
  language: 'en',
  greeting: 'Hello {name},',
  unnamed: '(no name)',
  copyLink: 'If the button does not work, open this address in your browser:',
  facts: { at: 'When', device: 'Device', ipAddress: 'IP address' },
  mails: {
    verifyEmail: {
      subject: 'Verify your e-mail address',
      heading: 'Verify your e-mail address',
      before: [
        'One step is left: verify that this address is yours, and your Boardwire account is ready.',
      ],
      button: 'Verify address',
      after: ['If you did not sign up, ignore this message and nothing happens.'],
      reason: 'You get this message because somebody signed up for Boardwire with this address.',
    },
    resetPassword: {
      subject: 'Choose a new password',
      heading: 'Choose a new password',
      before: ['Somebody, most likely you, asked for a new password for your Boardwire account.'],
      button: 'Choose a new password',
      after: [
        'The link works once, for {duration}.',
        'If it was not you, ignore this message: your password stays as it is.',
      ],
      reason: 'You get this message because a new password was asked for with this address.',
    },
    accountExists: {
      subject: 'You already have an account',
      heading: 'You already have an account',
      before: [
        'Somebody, most likely you, signed up for Boardwire with this address. It has an account, so no second one was made.',
      ],
      button: 'Log in',
      secondLink: 'Password forgotten? Choose a new one:',
      after: ['If it was not you, there is nothing to do.'],
      reason: 'You get this message because somebody signed up for Boardwire with this address.',
    },
    invitation: {
      subject: '{inviterName} invited you to {organizationName}',
      heading: 'Join {organizationName} on Boardwire',
      before: [
        '{inviterName} invites you to work with {organizationName} on Boardwire. Your role there: {roleName}.',
      ],
      button: 'See the invitation',
      after: [
        'The invitation is open until {expiresAt}.',
        'If you do not know who sent it, ignore this message: without you nothing happens.',
      ],
      reason:
        'You get this message because {inviterName} entered your address to invite you to {organizationName}.',
    },
    confirmEmailChange: {
      subject: 'Confirm your new e-mail address',
      heading: 'Confirm your new e-mail address',
      before: [
        'You asked to use {newEmail} for your Boardwire account. Until you confirm it, the old address stays.',
      ],
      button: 'Confirm new address',
      after: ['If it was not you, ignore this message: the address is not used then.'],
      reason:
        'You get this message because this address was entered as the new one of a Boardwire account.',
    },
    emailChanged: {
      subject: 'Your e-mail address was changed',
      heading: 'Your e-mail address was changed',
      before: [
        'Your Boardwire account now uses {newEmail}. From now on you log in with it, and messages go there.',
      ],
      after: [
        'If it was you, there is nothing to do.',
        'If it was not you, somebody else is in your account: ask the owner of your organization for help right away.',
      ],
      reason: 'You get this message because a Boardwire account used this address until now.',
    },
    passwordChanged: {
      subject: 'Your password was changed',
      heading: 'Your password was changed',
      before: ['The password of your Boardwire account was changed.'],
      after: ['If it was you, there is nothing to do.', IF_NOT_YOU],
      reason: HAS_ACCOUNT,
    },
    mfaEnabled: {
      subject: 'Two-step sign-in is on',
      heading: 'Two-step sign-in is on',
      before: [
        'From now on your Boardwire account asks for a code from your authenticator app after the password.',
      ],
      after: [
        'Keep your recovery codes in a safe place: they let you in when the app is not at hand.',
        IF_NOT_YOU,
      ],
      reason: HAS_ACCOUNT,
    },
    mfaDisabled: {
      subject: 'Two-step sign-in is off',
      heading: 'Two-step sign-in is off',
      before: [
        'Your Boardwire account no longer asks for a code after the password. The password alone opens it.',
      ],
      after: ['If it was you, there is nothing to do.', IF_NOT_YOU],
      reason: HAS_ACCOUNT,
    },
    newSignIn: {
      subject: 'New log-in to your account',
      heading: 'New log-in to your account',
      before: [
        'Somebody logged in to your Boardwire account from a device that we have not seen before.',
      ],
      after: ['If it was you, there is nothing to do.', IF_NOT_YOU],
      reason: HAS_ACCOUNT,
    },
    organizationDeletionScheduled: {
      subject: '{organizationName} will be deleted',
      heading: '{organizationName} will be deleted',
      before: [
        '{byName} asked to delete {organizationName}. On {on} it goes for good, with all its boards and files.',
        'Until then every owner can call it off in the settings.',
      ],
      button: 'Open settings',
      after: [],
      reason: 'You get this message because you own {organizationName} on Boardwire.',
    },
    connectionTest: {
      subject: 'Test message',
      heading: 'Messages from Boardwire arrive',
      before: ['You asked for this message in the instance settings, to see whether mail works.'],
      button: 'Open instance settings',
      after: ['When the button leads nowhere, PUBLIC_URL is not the address that people use.'],
      reason: 'You get this message because you asked for it in the settings of your instance.',
    },
  },
};
