/** What the server's reasons mean; a reason without a text is told in the server's own words. */
export const reasons = {
  'reason.no_credential': 'You are logged out. Log in, then try again.',
  'reason.invalid_credential': 'You are logged out. Log in, then try again.',
  'reason.session_ended': 'Your session ended. Log in, then try again.',
  'reason.wrong_credentials': 'The address or the password is wrong.',
  'reason.wrong_code': 'This code is wrong, too old, or was used before.',
  'reason.permission': 'Your role does not allow this.',
  'reason.email_taken': 'This address has an account. Log in, or reset its password.',
  'reason.sign_up_by_invitation': 'New accounts are by invitation here.',
  'reason.invitation_email': 'This invitation is for another address.',
  'reason.invitation_used': 'This invitation was used already. Ask for a new one.',
  'reason.inviter_without_right':
    'Whoever invited you may no longer do so. Ask for a new invitation.',
  'reason.already_invited': 'There is an open invitation for this address.',
  'reason.name_taken': 'Another role has this name.',
  'reason.role_in_use': 'Members still have this role. Give them another first.',
  'reason.last_owner': 'An organization keeps an owner. Hand it over first.',
  'reason.above_oneself': 'Nobody can give more than they have themselves.',
  'reason.mail_sent': 'A message was sent within the last minute. Look into your mailbox first.',
  'reason.deletion_scheduled': 'This organization waits for its deletion. Keep it first.',
} as const;
