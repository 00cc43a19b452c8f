/** Texts of the English part of the same name. */
export const publicTexts = {
  'public.readOnly': 'Lecture seule',
  'public.live': 'En direct',
  'public.offline': 'Hors ligne',
  'public.connecting': 'Connexion',
  'public.goneTitle': 'Ce lien ne montre plus rien',
  'public.goneText':
    'Il a été révoqué, il a expiré, ou une partie de l’adresse manque. Demandez-en un nouveau.',
  'public.failedTitle': 'Le tableau n’a pas pu être ouvert',
  'public.table': 'Table',
  'public.cards': 'Cartes',
  'public.view': 'Vue',
  'public.empty': 'Il n’y a encore rien sur ce tableau.',
  'public.emptyGroup': 'Rien ici',
  'public.madeWith': 'Fait avec Boardwire',
  'public.items': { one: '{count} élément', other: '{count} éléments' },
  'public.moreCards': { one: 'En montrer {count} de plus', other: 'En montrer {count} de plus' },
} as const;
