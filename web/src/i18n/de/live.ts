/** Texts of the English part of the same name. */
export const live = {
  'live.catchingUpCount': {
    one: 'Hole {count} Änderung nach',
    other: 'Hole {count} Änderungen nach',
  },
  'live.readOnly': 'Vorerst nur lesen',
  'live.readOnlyText':
    'Der Server nimmt gerade keine Änderungen an. Du kannst weitermachen: Was du änderst, wartet hier und wird danach gesendet.',
  'live.allSaved': 'Alles ist gespeichert',
  'live.allSavedText': 'Jede Änderung ist beim Server angekommen.',
  'live.offlineText': 'Du kannst weiterarbeiten: Änderungen bleiben in diesem Browser.',
  'live.more': { one: 'und {count} weitere', other: 'und {count} weitere' },
  'live.discardOne': 'Verwerfen: {edit}',
  'live.discarded': 'Verworfen',
  'live.editValue': '{field} von {title} → {value}',
  'live.editEmpty': '{field} von {title} geleert',
  'live.editNamed': '{edit}: {title}',
  'live.editBulk': { one: '{edit}: {count} Eintrag', other: '{edit}: {count} Einträge' },
  'live.anItem': 'einem Eintrag',
  'live.otherBoard': 'Auf einem anderen Board: {edit}',
  'live.polling': 'Änderungen kommen langsamer an: Etwas auf dem Weg hierher sperrt WebSockets.',
  'live.pollingAdmin':
    'Ein Proxy vor Boardwire reicht WebSocket-Upgrades nicht weiter, daher werden Änderungen regelmäßig abgefragt. Lass ihn die Kopfzeilen Upgrade und Connection für /api/v1/live weiterreichen.',
  'live.newVersion': 'Eine neue Version ist da.',
  'live.reload': 'Neu laden',
  'live.hereTitle': 'Gerade hier',
  'live.lookingAt': 'Sieht {title} an',
  'live.editing': 'Bearbeitet {field} von {title}',
  'live.onBoard': 'Auf diesem Board',
  'live.away': 'Abwesend',
  'live.changedBy': '{name} hat {fields} von {title} geändert',
} as const;
