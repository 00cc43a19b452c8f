import type { Wording } from './wording.ts';

/** The sample board in French. */
export const frSample: Wording = {
  'Try Boardwire': 'Essayer Boardwire',
  'A board to try things on. Each item says what to do with it. Delete the board when you are through.':
    'Un tableau pour s’exercer. Chaque élément dit ce que vous pouvez en faire. Supprimez le tableau quand vous avez terminé.',
  Status: 'Statut',
  'To try': 'À essayer',
  Trying: 'En cours',
  'Got it': 'Compris',
  Who: 'Qui',
  How: 'Comment',
  Keys: 'Touches',
  Minutes: 'Minutes',
  Date: 'Date',
  Tags: 'Étiquettes',
  Keyboard: 'Clavier',
  Together: 'Ensemble',
  Safe: 'Sans risque',
  'Start here': 'Commencez ici',
  'Get faster': 'Allez plus vite',
  'Work together': 'Travaillez ensemble',
  Cards: 'Cartes',
  'Set the status of this item to “Got it”': 'Donnez à cet élément le statut « Compris »',
  'Click the coloured cell, or press Enter on it':
    'Cliquez sur la cellule colorée ou appuyez dessus sur Entrée',
  Enter: 'Entrée',
  'Add an item of your own': 'Ajoutez un élément à vous',
  'Type into the last row of the group': 'Écrivez dans la dernière ligne du groupe',
  'Open this item': 'Ouvrez cet élément',
  'The panel has a description, sub-items and comments':
    'Le panneau contient description, sous-éléments et commentaires',
  'Sub-items stand below their item': 'Les sous-éléments se trouvent sous leur élément',
  'They have all columns, too': 'Ils ont eux aussi toutes les colonnes',
  'Look at the same items as cards': 'Regardez les mêmes éléments sous forme de cartes',
  'Choose the view “Cards” above the table, and drag a card':
    'Choisissez la vue « Cartes » au-dessus du tableau et déplacez une carte',
  'Delete this item and take it back': 'Supprimez cet élément, puis récupérez-le',
  'A notice offers Undo; the trash keeps things for 30 days':
    'Un avis propose d’annuler ; la corbeille garde tout pendant 30 jours',
  'Ctrl Z': 'Ctrl Z',
  'Move through cells like in a spreadsheet':
    'Passez d’une cellule à l’autre comme dans un tableur',
  'Type to replace, F2 to edit, Escape to leave':
    'Tapez pour remplacer, F2 pour modifier, Échap pour sortir',
  'Arrows, Tab, F2': 'Flèches, Tab, F2',
  'Find any board, item or command': 'Trouvez un tableau, un élément ou une commande',
  'Ctrl K': 'Ctrl K',
  'See all shortcuts': 'Voyez tous les raccourcis',
  'Paste rows from a spreadsheet': 'Collez des lignes d’un tableur',
  'Copy cells there, choose a cell here, paste':
    'Copiez des cellules là-bas, choisissez une cellule ici, collez',
  'Ctrl V': 'Ctrl V',
  'Open this board in a second window': 'Ouvrez ce tableau dans une deuxième fenêtre',
  'Change a cell in one and watch the other': 'Modifiez une cellule dans l’une et regardez l’autre',
  'Share the board with a colleague': 'Partagez le tableau avec un collègue',
  'The button is at the top right': 'Le bouton est en haut à droite',
  'Delete this board when you are through': 'Supprimez ce tableau quand vous avez terminé',
  'One click on the home page; it can be restored for 30 days':
    'Un clic sur la page d’accueil ; il reste récupérable pendant 30 jours',
};
