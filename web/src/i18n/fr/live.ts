/** Texts of the English part of the same name. */
export const live = {
  'live.catchingUpCount': {
    one: 'Rattrapage, {count} changement',
    other: 'Rattrapage, {count} changements',
  },
  'live.readOnly': 'Lecture seule pour l’instant',
  'live.readOnlyText':
    'Le serveur n’accepte aucun changement pour le moment. Vous pouvez continuer : vos changements attendent ici et partent ensuite.',
  'readOnly.title': 'Lecture seule',
  'readOnly.text':
    'Pendant un déménagement, une sauvegarde ou une réparation, le serveur peut refuser tout changement. Tout le monde peut tout consulter et se connecter.',
  'readOnly.reason': 'Raison affichée à tout le monde',
  'readOnly.reasonHint':
    'Les changements sur les tableaux ouverts attendent dans le navigateur et partent ensuite. Tout le reste est refusé.',
  'readOnly.begin': 'Refuser les changements',
  'readOnly.end': 'Accepter à nouveau les changements',
  'readOnly.ended': 'Les changements sont à nouveau acceptés',
  'readOnly.since': 'Aucun changement accepté depuis le {when}',
  'readOnly.goOn':
    'Vous pouvez tout consulter. Les changements sur les tableaux attendent et partent ensuite.',
  'readOnly.toSettings': 'Vers le réglage',
  'live.allSaved': 'Tout est enregistré',
  'live.allSavedText': 'Chaque changement est arrivé au serveur.',
  'live.offlineText':
    'Vous pouvez continuer à travailler : les changements restent dans ce navigateur.',
  'live.more': { one: 'et {count} de plus', other: 'et {count} de plus' },
  'live.discardOne': 'Abandonner : {edit}',
  'live.discarded': 'Abandonné',
  'live.editValue': '{field} de {title} → {value}',
  'live.editEmpty': '{field} de {title} vidé',
  'live.editNamed': '{edit} : {title}',
  'live.editBulk': { one: '{edit} : {count} élément', other: '{edit} : {count} éléments' },
  'live.anItem': 'un élément',
  'live.otherBoard': 'Sur un autre tableau : {edit}',
  'live.polling':
    'Les changements arrivent plus lentement : quelque chose en chemin bloque les WebSockets.',
  'live.pollingAdmin':
    'Un proxy devant Boardwire ne transmet pas les passages à WebSocket ; les changements sont donc demandés régulièrement. Faites-lui transmettre les en-têtes Upgrade et Connection pour /api/live.',
  'live.newVersion': 'Une nouvelle version est là.',
  'live.reload': 'Recharger',
  'live.hereTitle': 'Ici en ce moment',
  'live.lookingAt': 'Regarde {title}',
  'live.editing': 'Modifie {field} de {title}',
  'live.onBoard': 'Sur ce tableau',
  'live.away': 'Absent',
  'live.changedBy': '{name} a changé {fields} de {title}',
  'notSaved.title': {
    one: 'Une modification n’est pas enregistrée',
    other: '{count} modifications ne sont pas enregistrées',
  },
  'notSaved.lost': {
    one: 'Une modification d’un tableau que vous ne pouvez plus ouvrir ; elle a été retirée de ce navigateur.',
    other:
      '{count} modifications d’un tableau que vous ne pouvez plus ouvrir ; elles ont été retirées de ce navigateur.',
  },
  'notSaved.noWords': 'Une modification sans texte',
  'notSaved.copy': 'Copier',
  'notSaved.copyOne': 'Copier : {edit}',
  'notSaved.copyAll': 'Tout copier',
  'notSaved.seen': 'Compris',
  'notSaved.openBoard': 'Ouvrir le tableau',
  'live.storeBlocked': 'Non conservé : fermez les anciens onglets',
  'live.storeBlockedText':
    'Un onglet avec une version plus ancienne de Boardwire verrouille le stockage des modifications en attente. Fermez-le ou rechargez-le ; d’ici là, les modifications ne durent que tant que cette page est ouverte.',
} as const;
