/** Texts of the English part of the same name. */
export const reasons = {
  'reason.no_credential': 'Du bist abgemeldet. Melde dich an und versuche es erneut.',
  'reason.invalid_credential': 'Du bist abgemeldet. Melde dich an und versuche es erneut.',
  'reason.session_ended': 'Deine Sitzung ist beendet. Melde dich an und versuche es erneut.',
  'reason.wrong_credentials': 'Die Adresse oder das Passwort ist falsch.',
  'reason.wrong_code': 'Dieser Code ist falsch, zu alt oder wurde schon benutzt.',
  'reason.permission': 'Deine Rolle erlaubt das nicht.',
  'reason.email_taken':
    'Diese Adresse hat ein Konto. Melde dich an oder setze das Passwort zurück.',
  'reason.sign_up_by_invitation': 'Neue Konten gibt es hier auf Einladung.',
  'reason.invitation_email': 'Diese Einladung ist für eine andere Adresse.',
  'reason.invitation_used': 'Diese Einladung wurde schon benutzt. Bitte um eine neue.',
  'reason.inviter_without_right':
    'Wer dich eingeladen hat, darf das nicht mehr. Bitte um eine neue Einladung.',
  'reason.already_invited': 'Für diese Adresse gibt es eine offene Einladung.',
  'reason.name_taken': 'Eine andere Rolle heißt schon so.',
  'reason.role_in_use': 'Mitglieder haben diese Rolle noch. Gib ihnen zuerst eine andere.',
  'reason.last_owner': 'Eine Organisation behält einen Eigentümer. Übergib sie zuerst.',
  'reason.above_oneself': 'Niemand kann mehr geben, als er selbst hat.',
  'reason.mail_sent':
    'In der letzten Minute wurde eine Nachricht gesendet. Sieh zuerst in dein Postfach.',
  'reason.deletion_scheduled': 'Diese Organisation wartet auf ihre Löschung. Behalte sie zuerst.',
} as const;
