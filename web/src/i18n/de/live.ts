/** Texts of the English part of the same name. */
export const live = {
  'live.catchingUpCount': {
    one: 'Hole {count} Änderung nach',
    other: 'Hole {count} Änderungen nach',
  },
  'live.readOnly': 'Vorerst nur lesen',
  'live.readOnlyText':
    'Der Server nimmt gerade keine Änderungen an. Du kannst weitermachen: Was du änderst, wartet hier und wird danach gesendet.',
  'readOnly.title': 'Nur lesen',
  'readOnly.text':
    'Während etwas umzieht, gesichert oder repariert wird, kann der Server Änderungen ablehnen. Alle können alles ansehen und sich anmelden.',
  'readOnly.reason': 'Grund, den alle sehen',
  'readOnly.reasonHint':
    'Änderungen auf offenen Boards warten im Browser und werden danach gesendet. Alles andere wird abgelehnt.',
  'readOnly.begin': 'Keine Änderungen annehmen',
  'readOnly.end': 'Änderungen wieder annehmen',
  'readOnly.ended': 'Änderungen werden wieder angenommen',
  'readOnly.since': 'Keine Änderungen seit {when}',
  'readOnly.goOn':
    'Du kannst alles ansehen. Änderungen auf Boards warten und werden danach gesendet.',
  'readOnly.toSettings': 'Zum Schalter',
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
    'Ein Proxy vor Boardwire reicht WebSocket-Upgrades nicht weiter, daher werden Änderungen regelmäßig abgefragt. Lass ihn die Kopfzeilen Upgrade und Connection für /api/live weiterreichen.',
  'live.newVersion': 'Eine neue Version ist da.',
  'live.reload': 'Neu laden',
  'live.hereTitle': 'Gerade hier',
  'live.lookingAt': 'Sieht {title} an',
  'live.editing': 'Bearbeitet {field} von {title}',
  'live.onBoard': 'Auf diesem Board',
  'live.away': 'Abwesend',
  'live.changedBy': '{name} hat {fields} von {title} geändert',
  'notSaved.title': {
    one: 'Eine Änderung ist nicht gespeichert',
    other: '{count} Änderungen sind nicht gespeichert',
  },
  'notSaved.lost': {
    one: 'Eine Änderung an einem Board, das du nicht mehr öffnen kannst; sie ist aus diesem Browser entfernt.',
    other:
      '{count} Änderungen an einem Board, das du nicht mehr öffnen kannst; sie sind aus diesem Browser entfernt.',
  },
  'notSaved.noWords': 'Eine Änderung ohne Worte',
  'notSaved.copy': 'Kopieren',
  'notSaved.copyOne': 'Kopieren: {edit}',
  'notSaved.copyAll': 'Alle kopieren',
  'notSaved.seen': 'Verstanden',
  'notSaved.openBoard': 'Board öffnen',
  'live.storeBlocked': 'Nicht aufbewahrt: schließe ältere Tabs',
  'live.storeBlockedText':
    'Ein Tab mit einer älteren Version von Boardwire sperrt den Speicher für wartende Änderungen. Schließe ihn oder lade ihn neu; bis dahin halten Änderungen nur, solange diese Seite offen ist.',
} as const;
