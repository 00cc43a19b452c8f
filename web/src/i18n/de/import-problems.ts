/** Texts of the English part of the same name. */
export const importProblems = {
  'imports.says.comments.missingInAll':
    'Kommentare, die nicht in der Datei sind: Trello exportiert nur die letzten 1.000 Aktionen, ältere Kommentare fehlen. Trellos API hat sie noch.',
  'imports.says.comments.missing': 'Karten, deren Kommentare nicht alle in der Datei sind.',
  'imports.says.comments.cardMissing': 'Kommentare zu Karten, die nicht in der Datei sind.',
  'imports.says.checkItems.cardMissing':
    'Checklistenpunkte von Karten, die nicht in der Datei sind.',
  'imports.says.attachments.missing': 'Anhänge, die die Karten zählen, die Datei aber nicht hat.',
  'imports.says.checkItems.missing':
    'Checklistenpunkte, die die Karten zählen, die Datei aber nicht hat.',
  'imports.says.votes': 'Stimmen auf Karten: Boards haben keine Stimmen.',
  'imports.says.stickers': 'Sticker auf Karten.',
  'imports.says.covers': 'Titelbilder von Karten; Bilder darunter bleiben als Anhänge.',
  'imports.says.locations': 'Orte von Karten auf der Landkarte.',
  'imports.says.reminders': 'Erinnerungen an Fälligkeiten.',
  'imports.says.watching': 'Karten, die beobachtet, wer exportiert hat.',
  'imports.says.cardPowerUpData': 'Daten von Power-Ups auf Karten.',
  'imports.says.cardMirrors': 'Die Verbindung gespiegelter Karten zu ihrer Quelle.',
  'imports.says.cardEmails': 'Mailadressen, die Trello Karten gegeben hat.',
  'imports.says.activity': 'Einträge des Aktivitätsprotokolls, die keine Kommentare sind.',
  'imports.says.memberships':
    'Rollen der Mitglieder auf dem Board: Lade sie ein und gib das Board frei.',
  'imports.says.powerUps': 'Power-Ups.',
  'imports.says.powerUpData': 'Daten von Power-Ups auf dem Board.',
  'imports.says.background': 'Der Hintergrund des Boards.',
  'imports.says.boardTags': 'Sammlungen, in denen das Board liegt.',
  'imports.says.cardLimits': 'Obergrenzen für Karten in einer Liste.',
  'imports.says.listColors': 'Farben von Listen.',
  'imports.says.customFields.unknownType': 'Eigene Felder einer Art, die Boards nicht haben.',
  'imports.says.attachments.uploads':
    'Zu Trello hochgeladene Dateien bleiben als Links: Sie öffnen sich für alle, die sich dort anmelden können. Lade herunter, was du brauchst, bevor du das Board schließt.',
  'imports.says.templates': 'Vorlagenkarten sind gewöhnliche Einträge.',
  'imports.says.board.closed': 'Das Board war in Trello geschlossen; hier ist es offen.',
  'imports.says.board.descriptionCut':
    'Die Beschreibung des Boards wurde nach 2.000 Zeichen abgeschnitten.',
  'imports.says.card.untitled': 'Eine Karte ohne Namen heißt „Untitled“.',
  'imports.says.card.titleCut':
    'Zu lange Namen von Karten; vollständig stehen sie in der Beschreibung.',
  'imports.says.card.listMissing':
    'Karten, deren Liste nicht in der Datei ist, sind in der Gruppe „Without a list“.',
  'imports.says.card.memberMissing':
    'Personen auf Karten, die das Board verlassen haben und nicht genannt werden können.',
  'imports.says.card.repeated': 'Eine Karte ist zweimal in der Datei; die erste zählt.',
  'imports.says.card.noId': 'Eine Karte hat keine Kennung.',
  'imports.says.attachment.noLink': 'Anhänge ohne Adresse, die sich öffnen lässt.',
  'imports.says.checkItem.titleCut':
    'Zu lange Checklistenpunkte; vollständig stehen sie in der Beschreibung ihrer Karte.',
  'imports.says.checklist.empty': 'Checklisten ohne Punkte.',
  'imports.says.customField.textCut':
    'Zu lange Werte eigener Felder; vollständig stehen sie in der Beschreibung.',
  'imports.says.customField.noValue': 'Werte eigener Felder, die sich nicht lesen lassen.',
  'imports.says.customField.unknown': 'Werte eigener Felder, die nicht in der Datei sind.',
  'imports.says.row.tooLong':
    'Zeilen mit mehr Zellen als die erste; was hinter der letzten Überschrift steht, fehlt.',
  'imports.says.row.tooShort': 'Zeilen mit weniger Zellen als die erste; die fehlenden sind leer.',
  'imports.says.row.unreadable':
    'Zeilen mit Zeichen, die die Kodierung der Datei nicht kennt; sie erscheinen als �.',
  'imports.says.person.cannotSee':
    'Personen, die du gewählt hast und die das Board nicht sehen können: Nur ihre Namen wurden übernommen.',
  'imports.says.item.deletedHere':
    'Einträge, die nach einem früheren Import auf dem Board gelöscht wurden, bleiben gelöscht.',
  'imports.says.value.editedHere':
    'Werte, die nach einem früheren Import auf dem Board geändert wurden, bleiben so.',
  'imports.says.text.continuedInComments':
    'Texte, die länger sind, als eine Spalte fasst: Vollständig stehen sie in den Kommentaren des Eintrags.',
  'imports.says.value.refused': 'Werte, die eine Spalte dieser Art nicht annimmt.',
} as const;
