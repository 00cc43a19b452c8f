/** Texts of the English part of the same name. */
export const reasons = {
  'reason.no_credential': 'Vous êtes déconnecté. Connectez-vous, puis réessayez.',
  'reason.invalid_credential': 'Vous êtes déconnecté. Connectez-vous, puis réessayez.',
  'reason.session_ended': 'Votre session est terminée. Connectez-vous, puis réessayez.',
  'reason.wrong_credentials': 'L’adresse ou le mot de passe est faux.',
  'reason.wrong_code': 'Ce code est faux, trop ancien, ou a déjà servi.',
  'reason.permission': 'Votre rôle ne le permet pas.',
  'reason.email_taken':
    'Cette adresse a un compte. Connectez-vous ou réinitialisez le mot de passe.',
  'reason.sign_up_by_invitation': 'Ici les nouveaux comptes se font sur invitation.',
  'reason.invitation_email': 'Cette invitation est pour une autre adresse.',
  'reason.invitation_used': 'Cette invitation a déjà servi. Demandez-en une nouvelle.',
  'reason.inviter_without_right':
    'La personne qui vous a invité n’en a plus le droit. Demandez une nouvelle invitation.',
  'reason.already_invited': 'Il y a une invitation ouverte pour cette adresse.',
  'reason.name_taken': 'Un autre rôle porte ce nom.',
  'reason.role_in_use': 'Des membres ont encore ce rôle. Donnez-leur-en d’abord un autre.',
  'reason.last_owner': 'Une organisation garde un propriétaire. Transmettez-la d’abord.',
  'reason.above_oneself': 'Personne ne peut donner plus que ce qu’il a.',
  'reason.mail_sent':
    'Un message a été envoyé il y a moins d’une minute. Regardez d’abord dans votre boîte.',
  'reason.deletion_scheduled': 'Cette organisation attend sa suppression. Gardez-la d’abord.',
} as const;
