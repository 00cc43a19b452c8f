/** Words of the components and of failures, used everywhere. */
export const ui = {
  'ui.all': 'All',
  'ui.optional': '(optional)',
  'ui.showPassword': 'Show password',
  'ui.hidePassword': 'Hide password',
  'ui.close': 'Close',
  'ui.cancel': 'Cancel',
  'ui.save': 'Save changes',
  'ui.saved': 'Changes saved',
  'ui.done': 'Done',
  'ui.back': 'Back',
  'ui.continue': 'Continue',
  'ui.dismiss': 'Dismiss',
  'ui.notifications': 'Notifications ({hotkey})',
  'ui.retry': 'Try again',
  'ui.loading': 'Loading',
  'ui.copied': 'Copied',
  'ui.copyFailed': 'The browser refused to copy. Select the text and copy it by hand.',
  'ui.loadMore': 'Load more',
  'ui.you': 'You',
  'ui.actions': 'Actions',
  'ui.clearFilter': 'Clear filter',
  'ui.typeToConfirm': 'Type {name} to confirm',
  'ui.error.page': 'This page could not be opened',
  'ui.error.title': 'This could not be loaded',
  'ui.error.requestId': 'Request ID',
  'ui.error.copyRequestId': 'Copy request ID',
  'ui.error.crashTitle': 'This part of the page stopped working',
  'ui.error.crash':
    'Nothing that was saved is lost. Try again; if it happens once more, reload the page.',

  'form.required': 'Fill in this field',
  'form.email': 'E-mail',
  'form.name': 'Name',
  'form.password': 'Password',
  'form.currentPassword': 'Current password',
  'form.newPassword': 'New password',

  'failure.network':
    'The server cannot be reached. Nothing is lost; check the connection and try again.',
  'failure.timeout': 'The server took too long to answer. Nothing is lost; try again in a moment.',
  'failure.tooMany': 'That was too often. Wait a little and try again.',
  'failure.tooManySeconds': {
    one: 'That was too often. Try again in {count} second.',
    other: 'That was too often. Try again in {count} seconds.',
  },
  'failure.tooManyMinutes': {
    one: 'That was too often. Try again in {count} minute.',
    other: 'That was too often. Try again in {count} minutes.',
  },
  'failure.module':
    'This part of the app could not be fetched: the server is away, or has a newer version. Try again.',
  'failure.internal':
    'Something went wrong on the server. Nothing was changed; try again, and quote the request ID when you ask for help.',
  'failure.unavailable':
    'A part of the server is away for a moment. Nothing was changed; try again shortly.',
  'failure.notFound': 'This does not exist, or you may not see it.',
} as const;
