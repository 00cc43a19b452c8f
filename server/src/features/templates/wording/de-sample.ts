import type { Wording } from './wording.ts';

/** The sample board in German. */
export const deSample: Wording = {
  'Try Boardwire': 'Boardwire ausprobieren',
  'A board to try things on. Each item says what to do with it. Delete the board when you are through.':
    'Ein Board zum Ausprobieren. Jeder Eintrag sagt, was du damit tun kannst. Lösch das Board, wenn du durch bist.',
  Status: 'Status',
  'To try': 'Offen',
  Trying: 'Dabei',
  'Got it': 'Kann ich',
  Who: 'Wer',
  How: 'So geht es',
  Keys: 'Tasten',
  Minutes: 'Minuten',
  Date: 'Datum',
  Tags: 'Tags',
  Keyboard: 'Tastatur',
  Together: 'Gemeinsam',
  Safe: 'Sicher',
  'Start here': 'Hier anfangen',
  'Get faster': 'Schneller werden',
  'Work together': 'Zusammen arbeiten',
  Cards: 'Karten',
  'Set the status of this item to “Got it”': 'Stell den Status dieses Eintrags auf „Kann ich“',
  'Click the coloured cell, or press Enter on it':
    'Klick auf die farbige Zelle oder drück darauf die Eingabetaste',
  Enter: 'Eingabe',
  'Add an item of your own': 'Füg einen eigenen Eintrag hinzu',
  'Type into the last row of the group': 'Schreib in die letzte Zeile der Gruppe',
  'Open this item': 'Öffne diesen Eintrag',
  'The panel has a description, sub-items and comments':
    'Das Seitenfenster hat Beschreibung, Untereinträge und Kommentare',
  'Sub-items stand below their item': 'Untereinträge stehen unter ihrem Eintrag',
  'They have all columns, too': 'Auch sie haben alle Spalten',
  'Look at the same items as cards': 'Sieh dir dieselben Einträge als Karten an',
  'Choose the view “Cards” above the table, and drag a card':
    'Wähl über der Tabelle die Ansicht „Karten“ und zieh eine Karte',
  'Delete this item and take it back': 'Lösch diesen Eintrag und hol ihn zurück',
  'A notice offers Undo; the trash keeps things for 30 days':
    'Ein Hinweis bietet „Rückgängig“ an; der Papierkorb behält alles 30 Tage',
  'Ctrl Z': 'Strg Z',
  'Move through cells like in a spreadsheet':
    'Beweg dich durch Zellen wie in einer Tabellenkalkulation',
  'Type to replace, F2 to edit, Escape to leave':
    'Tippen ersetzt, F2 bearbeitet, Escape verlässt die Zelle',
  'Arrows, Tab, F2': 'Pfeile, Tab, F2',
  'Find any board, item or command': 'Finde jedes Board, jeden Eintrag und jeden Befehl',
  'Ctrl K': 'Strg K',
  'See all shortcuts': 'Sieh dir alle Tastenkürzel an',
  'Paste rows from a spreadsheet': 'Füg Zeilen aus einer Tabellenkalkulation ein',
  'Copy cells there, choose a cell here, paste':
    'Dort Zellen kopieren, hier eine Zelle wählen, einfügen',
  'Ctrl V': 'Strg V',
  'Open this board in a second window': 'Öffne dieses Board in einem zweiten Fenster',
  'Change a cell in one and watch the other': 'Ändere im einen eine Zelle und schau ins andere',
  'Share the board with a colleague': 'Teile das Board mit jemandem aus dem Team',
  'The button is at the top right': 'Der Knopf ist oben rechts',
  'Delete this board when you are through': 'Lösch dieses Board, wenn du durch bist',
  'One click on the home page; it can be restored for 30 days':
    'Ein Klick auf der Startseite; 30 Tage lang lässt es sich wiederherstellen',
};
