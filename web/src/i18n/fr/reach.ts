/** Texts of the English part of the same name. */
export const reach = {
  'digest.title': 'Résumés',
  'digest.text':
    'Ce que vous voulez regroupé arrive en un seul e-mail à cette heure, ou après la nuit si c’est une heure calme.',
  'digest.hour': 'Heure',
  'digest.days': 'Chaque semaine le',
  'digest.next': 'Le prochain part {when}.',
  'phone.title': 'Téléphone',
  'phone.text': 'Les SMS arrivent à ce numéro, pour ce que vous choisissez ci-dessus.',
  'phone.notOffered':
    'Cette instance n’envoie pas de SMS : la personne qui l’exploite ne les a pas configurés.',
  'phone.number': 'Numéro de téléphone',
  'phone.other': 'Autre numéro',
  'phone.hint': 'Avec l’indicatif du pays, comme +41 79 123 45 67.',
  'phone.send': 'Envoyer un code',
  'phone.code': 'Code envoyé au {number}',
  'phone.until': 'Six chiffres, valables jusqu’au {when}.',
  'phone.again': 'Autre numéro ou nouveau code',
  'phone.proved': 'Les SMS arrivent désormais à ce numéro',
  'phone.remove': 'Retirer le numéro',
  'phone.removed': 'Le numéro est oublié',
} as const;
