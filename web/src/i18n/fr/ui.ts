/** Texts of the English part of the same name. */
export const ui = {
  'ui.all': 'Tout',
  'ui.optional': '(facultatif)',
  'ui.showPassword': 'Afficher le mot de passe',
  'ui.hidePassword': 'Masquer le mot de passe',
  'ui.close': 'Fermer',
  'ui.cancel': 'Annuler',
  'ui.save': 'Enregistrer les modifications',
  'ui.saved': 'Modifications enregistrées',
  'ui.done': 'Terminé',
  'ui.back': 'Retour',
  'ui.continue': 'Continuer',
  'ui.dismiss': 'Masquer',
  'ui.notifications': 'Notifications ({hotkey})',
  'ui.retry': 'Réessayer',
  'ui.loading': 'Chargement',
  'ui.copied': 'Copié',
  'ui.copyFailed':
    'Le navigateur a refusé de copier. Sélectionnez le texte et copiez-le à la main.',
  'ui.loadMore': 'En charger plus',
  'ui.you': 'Vous',
  'ui.actions': 'Actions',
  'ui.clearFilter': 'Effacer le filtre',
  'ui.typeToConfirm': 'Tapez {name} pour confirmer',
  'ui.error.page': 'Cette page n’a pas pu être ouverte',
  'ui.error.title': 'Impossible de charger ceci',
  'ui.error.requestId': 'Identifiant de requête',
  'ui.error.copyRequestId': 'Copier l’identifiant de requête',
  'ui.error.crashTitle': 'Cette partie de la page ne fonctionne plus',
  'ui.error.crash':
    'Rien de ce qui était enregistré n’est perdu. Réessayez ; si cela se reproduit, rechargez la page.',
  'form.required': 'Remplissez ce champ',
  'form.email': 'E-mail',
  'form.name': 'Nom',
  'form.password': 'Mot de passe',
  'form.currentPassword': 'Mot de passe actuel',
  'form.newPassword': 'Nouveau mot de passe',
  'failure.network':
    'Le serveur est injoignable. Rien n’est perdu ; vérifiez la connexion et réessayez.',
  'failure.timeout':
    'Le serveur a mis trop de temps à répondre. Rien n’est perdu ; réessayez dans un instant.',
  'failure.tooMany': 'C’était trop souvent. Attendez un peu et réessayez.',
  'failure.tooManySeconds': {
    one: 'C’était trop souvent. Réessayez dans {count} seconde.',
    other: 'C’était trop souvent. Réessayez dans {count} secondes.',
  },
  'failure.tooManyMinutes': {
    one: 'C’était trop souvent. Réessayez dans {count} minute.',
    other: 'C’était trop souvent. Réessayez dans {count} minutes.',
  },
  'failure.module':
    'Cette partie de l’application n’a pas pu être chargée : le serveur est absent ou a une version plus récente. Réessayez.',
  'failure.internal':
    'Une erreur s’est produite sur le serveur. Rien n’a été modifié ; réessayez, et citez l’identifiant de requête si vous demandez de l’aide.',
  'failure.unavailable':
    'Une partie du serveur est absente pour un moment. Rien n’a été modifié ; réessayez bientôt.',
  'failure.notFound': 'Cela n’existe pas, ou vous ne pouvez pas le voir.',
} as const;
