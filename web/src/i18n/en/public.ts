/** Texts of the page that a share link shows. */
export const publicTexts = {
  'public.readOnly': 'Read-only',
  'public.live': 'Live',
  'public.offline': 'Offline',
  'public.connecting': 'Connecting',
  'public.goneTitle': 'This link shows nothing any more',
  'public.goneText':
    'It was revoked, it has expired, or a part of the address is missing. Ask whoever sent it for a new one.',
  'public.failedTitle': 'The board could not be opened',
  'public.table': 'Table',
  'public.cards': 'Cards',
  'public.view': 'View',
  'public.empty': 'There is nothing on this board yet.',
  'public.emptyGroup': 'Nothing here',
  'public.madeWith': 'Made with Boardwire',
  'public.items': { one: '{count} item', other: '{count} items' },
  'public.moreCards': { one: 'Show {count} more', other: 'Show {count} more' },
} as const;
