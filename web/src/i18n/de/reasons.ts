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
  'reason.name_taken': 'Diesen Namen gibt es schon. Wähle einen anderen.',
  'reason.role_in_use': 'Mitglieder haben diese Rolle noch. Gib ihnen zuerst eine andere.',
  'reason.last_owner': 'Ein Eigentümer muss bleiben. Bestimme zuerst einen anderen.',
  'reason.above_oneself': 'Niemand kann mehr geben, als er selbst hat.',
  'reason.mail_sent':
    'In der letzten Minute wurde eine Nachricht gesendet. Sieh zuerst in dein Postfach.',
  'reason.read_only':
    'Dieser Server nimmt gerade keine Änderungen an. Nichts wurde geändert; versuche es später noch einmal.',
  'reason.long_change':
    'Eine lange Änderung ist noch nicht zu Ende, darum wurde nichts umgeschaltet. Versuche es gleich noch einmal.',
  'reason.deletion_scheduled': 'Diese Organisation wartet auf ihre Löschung. Behalte sie zuerst.',
  'reason.gone':
    'Es liegt im Papierkorb, oder jemand hat es inzwischen gelöscht. Stelle es zuerst wieder her.',
  'reason.board_archived': 'Das Board ist archiviert. Hole es zuerst zurück.',
  'reason.board_deleted': 'Das Board liegt im Papierkorb. Stelle es zuerst wieder her.',
  'reason.column_deleted': 'Die Spalte wurde gelöscht. Stelle sie zuerst wieder her.',
  'reason.field_conflict': 'Jemand anderes hat es inzwischen geändert.',
  'reason.text_moved': 'Jemand hat diesen Text inzwischen bearbeitet. Sieh ihn dir noch einmal an.',
  'reason.too_many_edits': 'Dieser Text wurde zu oft bearbeitet, um ihn so zu zeigen, wie er war.',
  'reason.not_kept':
    'Die Änderungen davor sind nicht mehr aufbewahrt, daher lässt es sich nicht zeigen.',
  'reason.not_the_loser': 'Das entscheidet, wer den anderen Wert geschrieben hat.',
  'reason.not_the_author': 'Das kann nur, wer ihn geschrieben hat.',
  'reason.has_sub_items': 'Ein Eintrag mit Untereinträgen kann selbst keiner werden.',
  'reason.last_group': 'Ein Board behält mindestens eine Gruppe. Lege zuerst eine andere an.',
  'reason.no_owner':
    'Bestimme zuerst einen Eigentümer des Boards, sonst könnte es niemand mehr öffnen.',
  'reason.above_self': 'Niemand kann mehr vergeben, als er selbst hat.',
  'reason.prefix_taken': 'Ein anderes Board nutzt dieses Präfix. Wähle ein anderes.',
  'reason.workspace_not_empty':
    'Der Arbeitsbereich hat noch Boards. Verschiebe oder lösche sie zuerst.',
  'reason.boards_create': 'Du darfst hier keine Boards anlegen.',
  'reason.not_in_trash': 'Es liegt nicht im Papierkorb. Lösche es zuerst.',
  'reason.too_many_columns': 'Mehr Spalten kann das Board nicht haben. Lösche zuerst eine.',
  'reason.too_many_groups': 'Mehr Gruppen kann das Board nicht haben. Lösche zuerst eine.',
  'reason.too_many_options': 'Mehr Optionen kann die Spalte nicht haben. Lösche zuerst eine.',
  'reason.too_many_views': 'Mehr Ansichten kann es hier nicht geben. Lösche zuerst eine.',
  'reason.too_many_links': 'Mehr Links kann das Board nicht haben. Widerrufe zuerst einen.',
  'reason.too_many_reactions': 'Mehr verschiedene Reaktionen kann der Kommentar nicht haben.',
  'reason.too_many_favourites': 'Mehr Favoriten kannst du nicht haben. Entferne zuerst einen.',
  'reason.too_many_organizations':
    'Mehr Organisationen kannst du nicht besitzen. Lösche eine oder gib eine ab.',
  'reason.too_many_keys': 'Mehr Schlüssel kannst du hier nicht haben. Widerrufe zuerst einen.',
  'reason.too_many_roles': 'Mehr Rollen kann eine Organisation nicht haben. Lösche zuerst eine.',
  'reason.too_many_uploads':
    'Es warten schon viele Dateien auf deine Entscheidung. Starte oder verwirf zuerst eine.',
  'reason.not_waiting': 'Dieser Import wurde schon gestartet.',
  'reason.not_cancellable':
    'Dieser Import ist vorbei. Wenn er fertig ist, lässt er sich rückgängig machen.',
  'reason.not_done': 'Nur ein fertiger Import lässt sich rückgängig machen.',
  'reason.import_stopped': 'Der Import wurde angehalten.',
  'reason.owners_only': 'Das können nur Eigentümer.',
  'reason.already_member': 'Du gehörst schon zu dieser Organisation.',
  'reason.other_address': 'Diese Einladung gilt für eine andere Adresse. Melde dich mit jener an.',
  'reason.unverified':
    'Bestätige zuerst deine E-Mail-Adresse, dann öffne die Einladung noch einmal.',
  'reason.suspended':
    'Dieser Zugang ist gesperrt. Frag eine Administratorin oder einen Administrator.',
  'reason.system_role': 'Mitgelieferte Rollen lassen sich nicht ändern. Lege eine eigene an.',
  'reason.already_owner': 'Dieses Mitglied ist schon Eigentümer.',
  'reason.setup_code': 'Der Einrichtungscode ist falsch. Er steht in der Konsole des Servers.',
  'reason.passwords_busy': 'Gerade melden sich viele an. Versuche es gleich noch einmal.',
  'reason.instance_owner': 'Das kann nur, wem diese Instanz gehört.',
} as const;
