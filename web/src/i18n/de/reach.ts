/** Texts of the English part of the same name. */
export const reach = {
  'digest.title': 'Zusammenfassungen',
  'digest.text':
    'Was du gesammelt möchtest, kommt zu dieser Zeit als eine E-Mail, oder nach der Nacht, wenn dann Ruhe ist.',
  'digest.hour': 'Uhrzeit',
  'digest.days': 'Jede Woche am',
  'digest.next': 'Die nächste geht {when} hinaus.',
  'phone.title': 'Telefon',
  'phone.text': 'SMS kommen an diese Nummer, für das, was du oben wählst.',
  'phone.notOffered':
    'Diese Instanz verschickt keine SMS: Wer sie betreibt, hat das nicht eingerichtet.',
  'phone.number': 'Telefonnummer',
  'phone.other': 'Andere Nummer',
  'phone.hint': 'Mit der Vorwahl des Landes, wie +41 79 123 45 67.',
  'phone.send': 'Code schicken',
  'phone.code': 'Code an {number}',
  'phone.until': 'Sechs Ziffern, gültig bis {when}.',
  'phone.again': 'Andere Nummer oder neuer Code',
  'phone.proved': 'SMS kommen jetzt an diese Nummer',
  'phone.remove': 'Nummer entfernen',
  'phone.removed': 'Die Nummer ist vergessen',
} as const;
