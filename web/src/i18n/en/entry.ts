/** Words of the screens before signing in. */
export const entry = {
  'entry.footer': 'Boardwire {version}, self-hosted',
  'entry.toLogIn': 'Back to log-in',

  'logIn.title': 'Log in',
  'logIn.text': 'Welcome back.',
  'logIn.submit': 'Log in',
  'logIn.forgot': 'Forgot password?',
  'logIn.noAccount': 'New here? {register}',
  'logIn.register': 'Create an account',
  'logIn.invitationOnly': 'New accounts are by invitation.',

  'mfa.title': 'Two-step sign-in',
  'mfa.text': 'Enter the six digits from your authenticator app.',
  'mfa.code': 'Code',
  'mfa.submit': 'Verify',
  'mfa.useRecovery': 'Use a recovery code',
  'mfa.useApp': 'Use the authenticator app',
  'mfa.recoveryText': 'Enter one of the recovery codes you saved. Each works once.',
  'mfa.recoveryCode': 'Recovery code',
  'mfa.expired': 'That took too long. Log in again.',

  'register.title': 'Create your account',
  'register.text': 'You need one account, however many organizations you belong to.',
  'register.submit': 'Create account',
  'register.hasAccount': 'Have an account? {logIn}',
  'register.logIn': 'Log in',
  'register.closed.title': 'Accounts are by invitation',
  'register.closed.text':
    'Ask a member of your organization to invite you. The invitation brings you back here.',
  'register.setupCode': 'Set-up code',
  'register.setupCodeHint': 'Printed on the console where Boardwire was started.',
  'register.passwordHint': {
    one: 'At least {count} character. A few words in a row are easy to remember and hard to guess.',
    other:
      'At least {count} characters. A few words in a row are easy to remember and hard to guess.',
  },

  'checkMail.title': 'Check your mail',
  'checkMail.verify':
    'If {email} can be used, a message with a link is on its way. Open it to verify the address, then log in.',
  'checkMail.reset':
    'If {email} has an account, a message with a link is on its way. The link works for a short time.',
  'checkMail.local':
    'No mail server is set up here, so messages land in the built-in mailbox, which the owner of this instance can open.',

  'forgot.title': 'Reset your password',
  'forgot.text': 'Enter the address of your account and we send you a link.',
  'forgot.submit': 'Send link',

  'reset.title': 'Choose a new password',
  'reset.text': 'You will be logged out everywhere. Two-step sign-in stays as it is.',
  'reset.submit': 'Set password',
  'reset.doneTitle': 'Password changed',
  'reset.doneText': 'You are logged out everywhere. Log in with the new password.',

  'link.badTitle': 'This link does not work any more',
  'link.badText': 'It was used already, it is too old, or a newer one was sent.',
  'link.missingTitle': 'This link is not complete',
  'link.missingText': 'Open it from the message again, or copy all of it.',
  'link.newReset': 'Ask for a new link',

  'verify.title': 'Verify your address',
  'verify.text': 'Enter your password to show that the account is yours.',
  'verify.submit': 'Verify address',
  'verify.doneTitle': 'Address verified',
  'verify.doneText': 'You can use everything now.',

  'confirmEmail.title': 'Use the new address',
  'confirmEmail.text': 'From now on you log in with it, and messages go there.',
  'confirmEmail.submit': 'Use this address',
  'confirmEmail.doneTitle': 'Address changed',
  'confirmEmail.doneText': 'Log in with the new address from now on.',
  'entry.continue': 'Continue to Boardwire',
  'entry.logIn': 'Log in',

  'wizard.step': 'Step {step} of {steps}',
  'wizard.ownerTitle': 'Set up Boardwire',
  'wizard.ownerText':
    'The first account owns this instance: it decides who may sign up and can open every setting.',
  'wizard.ownerSubmit': 'Create owner account',
  'wizard.organizationTitle': 'Name your organization',
  'wizard.organizationText':
    'Boards, members and roles belong to it. You can rename it and add others later.',
  'wizard.organizationName': 'Organization name',
  'wizard.organizationPlaceholder': 'Acme',
  'wizard.doneTitle': '{organization} is ready',
  'wizard.doneText': 'How do you want to begin? Each way ends on a board that is yours.',
  'wizard.homeTitle': 'Open {organization}',

  'invitation.title': 'Join {organization}',
  'invitation.text': '{inviter} invites you to join {organization} as {role}.',
  'invitation.accept': 'Join as {name}',
  'invitation.expires': 'It is open until {date}.',
  'invitation.register': 'Create account',
  'invitation.logIn': 'I have an account',
  'invitation.wrongTitle': 'This invitation is for someone else',
  'invitation.wrongText': 'It was sent to {email}, and you are logged in as {current}.',
  'invitation.switch': 'Log out and use another account',
  'invitation.stay': 'Stay as {current}',
  'invitation.badText': 'It was used, taken back, or is too old. Ask for a new one.',
  'invitation.accepted': 'Welcome to {organization}',
} as const;
