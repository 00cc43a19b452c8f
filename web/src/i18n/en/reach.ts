/** Words of digests and of the telephone, in the notification settings. */
export const reach = {
  'digest.title': 'Digests',
  'digest.text':
    'What you want gathered comes as one mail at this time, or after the night where that is quiet.',
  'digest.hour': 'Time',
  'digest.days': 'Each week on',
  'digest.next': 'The next one goes out {when}.',
  'phone.title': 'Telephone',
  'phone.text': 'Text messages come to this number, for what you choose above.',
  'phone.notOffered': 'This instance sends no text messages: whoever runs it has not set them up.',
  'phone.number': 'Telephone number',
  'phone.other': 'Another number',
  'phone.hint': 'With the code of its country, as in +41 79 123 45 67.',
  'phone.send': 'Send a code',
  'phone.code': 'Code sent to {number}',
  'phone.until': 'Six digits, valid until {when}.',
  'phone.again': 'Another number, or a new code',
  'phone.proved': 'Text messages come to this number now',
  'phone.remove': 'Remove the number',
  'phone.removed': 'The number is forgotten',
} as const;
