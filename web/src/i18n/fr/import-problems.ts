/** Texts of the English part of the same name. */
export const importProblems = {
  'imports.says.comments.missingInAll':
    'Commentaires absents du fichier : Trello n’exporte que les 1 000 dernières actions, les plus anciens manquent. L’API de Trello les a encore.',
  'imports.says.comments.missing': 'Cartes dont tous les commentaires ne sont pas dans le fichier.',
  'imports.says.comments.cardMissing': 'Commentaires de cartes absentes du fichier.',
  'imports.says.checkItems.cardMissing': 'Éléments de checklist de cartes absentes du fichier.',
  'imports.says.attachments.missing':
    'Pièces jointes comptées par les cartes mais absentes du fichier.',
  'imports.says.checkItems.missing':
    'Éléments de checklist comptés par les cartes mais absents du fichier.',
  'imports.says.votes': 'Votes sur les cartes : les tableaux n’ont pas de votes.',
  'imports.says.stickers': 'Autocollants sur les cartes.',
  'imports.says.covers': 'Couvertures de cartes ; les images restent en pièces jointes.',
  'imports.says.locations': 'Emplacements des cartes sur la carte géographique.',
  'imports.says.reminders': 'Rappels d’échéances.',
  'imports.says.watching': 'Cartes suivies par la personne qui a exporté.',
  'imports.says.cardPowerUpData': 'Données de Power-Ups sur les cartes.',
  'imports.says.cardMirrors': 'Le lien des cartes miroirs avec leur source.',
  'imports.says.cardEmails': 'Adresses e-mail que Trello a données aux cartes.',
  'imports.says.activity': 'Entrées du journal d’activité qui ne sont pas des commentaires.',
  'imports.says.memberships':
    'Rôles des membres sur le tableau : invitez-les et partagez le tableau.',
  'imports.says.powerUps': 'Power-Ups.',
  'imports.says.powerUpData': 'Données de Power-Ups sur le tableau.',
  'imports.says.background': 'L’arrière-plan du tableau.',
  'imports.says.boardTags': 'Collections dont fait partie le tableau.',
  'imports.says.cardLimits': 'Limites de cartes par liste.',
  'imports.says.listColors': 'Couleurs des listes.',
  'imports.says.customFields.unknownType':
    'Champs personnalisés d’un type que les tableaux n’ont pas.',
  'imports.says.attachments.uploads':
    'Les fichiers téléversés sur Trello restent des liens : ils s’ouvrent pour qui peut s’y connecter. Téléchargez ce qu’il vous faut avant de fermer le tableau.',
  'imports.says.templates': 'Les cartes modèles sont des éléments ordinaires.',
  'imports.says.board.closed': 'Le tableau était fermé dans Trello ; ici il est ouvert.',
  'imports.says.board.descriptionCut': 'La description du tableau a été coupée à 2 000 caractères.',
  'imports.says.card.untitled': 'Une carte sans nom s’appelle « Untitled ».',
  'imports.says.card.titleCut':
    'Noms de cartes trop longs ; ils figurent en entier dans la description.',
  'imports.says.card.listMissing':
    'Les cartes dont la liste manque sont dans le groupe « Without a list ».',
  'imports.says.card.memberMissing':
    'Personnes de cartes qui ont quitté le tableau et ne peuvent être nommées.',
  'imports.says.card.repeated': 'Une carte figure deux fois dans le fichier ; la première compte.',
  'imports.says.card.noId': 'Une carte n’a pas d’identifiant.',
  'imports.says.attachment.noLink': 'Pièces jointes sans adresse qui puisse s’ouvrir.',
  'imports.says.checkItem.titleCut':
    'Éléments de checklist trop longs ; ils figurent en entier dans la description de leur carte.',
  'imports.says.checklist.empty': 'Checklists sans éléments.',
  'imports.says.customField.textCut':
    'Valeurs de champs personnalisés trop longues ; elles figurent en entier dans la description.',
  'imports.says.customField.noValue': 'Valeurs de champs personnalisés illisibles.',
  'imports.says.customField.unknown': 'Valeurs de champs personnalisés absents du fichier.',
  'imports.says.row.tooLong':
    'Lignes avec plus de cellules que la première ; celles au-delà du dernier en-tête sont ignorées.',
  'imports.says.row.tooShort':
    'Lignes avec moins de cellules que la première ; celles qui manquent sont vides.',
  'imports.says.row.unreadable':
    'Lignes avec des caractères inconnus de l’encodage du fichier ; ils s’affichent �.',
  'imports.says.person.cannotSee':
    'Personnes choisies qui ne peuvent pas voir le tableau : seuls leurs noms ont été repris.',
  'imports.says.item.deletedHere':
    'Les éléments supprimés du tableau après un import antérieur le restent.',
  'imports.says.value.editedHere':
    'Les valeurs modifiées sur le tableau après un import antérieur restent telles quelles.',
  'imports.says.text.continuedInComments':
    'Textes plus longs que ce qu’une colonne accepte : ils figurent en entier dans les commentaires de l’élément.',
  'imports.says.value.refused': 'Valeurs qu’une colonne de ce type n’accepte pas.',
} as const;
