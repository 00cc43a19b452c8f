/** Texts about connection, saving and others who are here. */
export const live = {
  'live.catchingUpCount': {
    one: 'Catching up, {count} change',
    other: 'Catching up, {count} changes',
  },
  'live.readOnly': 'Read-only for now',
  'live.readOnlyText':
    'The server takes no changes for the moment. You can go on: what you change waits here and is sent afterwards.',
  'readOnly.title': 'Read-only',
  'readOnly.text':
    'While something is moved, backed up or mended, the server can take no changes. Everybody can look at everything, and sign in.',
  'readOnly.reason': 'Reason that everybody is told',
  'readOnly.reasonHint':
    'Edits on open boards wait in the browser and are sent afterwards. Everything else is refused.',
  'readOnly.begin': 'Take no changes',
  'readOnly.end': 'Take changes again',
  'readOnly.ended': 'Changes are taken again',
  'readOnly.since': 'No changes are taken since {when}',
  'readOnly.goOn': 'You can look at everything. Edits on boards wait and are sent afterwards.',
  'readOnly.toSettings': 'To the switch',
  'live.allSaved': 'Everything is saved',
  'live.allSavedText': 'Every change has arrived at the server.',
  'live.offlineText': 'You can go on working: changes are kept in this browser.',
  'live.more': { one: 'and {count} more', other: 'and {count} more' },
  'live.discardOne': 'Discard: {edit}',
  'live.discarded': 'Discarded',
  'live.editValue': '{field} of {title} → {value}',
  'live.editEmpty': '{field} of {title} emptied',
  'live.editNamed': '{edit}: {title}',
  'live.editBulk': { one: '{edit}: {count} item', other: '{edit}: {count} items' },
  'live.anItem': 'an item',
  'live.otherBoard': 'On another board: {edit}',
  'live.polling': 'Live updates arrive more slowly: something on the way here blocks WebSockets.',
  'live.pollingAdmin':
    'A proxy in front of Boardwire does not pass WebSocket upgrades on, so changes are fetched by polling. Let it forward the headers Upgrade and Connection for /api/live.',
  'live.newVersion': 'A new version is here.',
  'live.reload': 'Reload',
  'live.hereTitle': 'Here now',
  'live.lookingAt': 'Looking at {title}',
  'live.editing': 'Editing {field} of {title}',
  'live.onBoard': 'On this board',
  'live.away': 'Away',
  'live.changedBy': '{name} changed {fields} of {title}',
  'boardGone.unsent': {
    one: 'One edit that was still waiting could not be saved and was removed from this browser.',
    other:
      '{count} edits that were still waiting could not be saved and were removed from this browser.',
  },
  'live.notSaved': 'Not saved: {edit}',
} as const;
