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
  'reason.name_taken': 'Ce nom est déjà pris. Choisissez-en un autre.',
  'reason.role_in_use': 'Des membres ont encore ce rôle. Donnez-leur-en d’abord un autre.',
  'reason.last_owner': 'Un propriétaire doit rester. Désignez-en d’abord un autre.',
  'reason.above_oneself': 'Personne ne peut donner plus que ce qu’il a.',
  'reason.mail_sent':
    'Un message a été envoyé il y a moins d’une minute. Regardez d’abord dans votre boîte.',
  'reason.read_only':
    'Ce serveur n’accepte aucun changement pour le moment. Rien n’a été modifié ; réessayez plus tard.',
  'reason.long_change':
    'Une longue modification n’est pas encore terminée, rien n’a donc été changé. Réessayez dans un instant.',
  'reason.deletion_scheduled': 'Cette organisation attend sa suppression. Gardez-la d’abord.',
  'reason.gone':
    'Cet élément est dans la corbeille, ou quelqu’un l’a supprimé entre-temps. Restaurez-le d’abord.',
  'reason.board_archived': 'Le tableau est archivé. Désarchivez-le d’abord.',
  'reason.board_deleted': 'Le tableau est dans la corbeille. Restaurez-le d’abord.',
  'reason.column_deleted': 'La colonne a été supprimée. Restaurez-la d’abord.',
  'reason.field_conflict': 'Quelqu’un d’autre l’a modifié entre-temps.',
  'reason.text_moved': 'Quelqu’un a modifié ce texte entre-temps. Relisez-le.',
  'reason.too_many_edits': 'Ce texte a été modifié trop souvent pour être montré tel qu’il était.',
  'reason.not_kept':
    'Les modifications précédentes ne sont plus conservées : impossible de l’afficher.',
  'reason.not_the_loser': 'C’est à la personne qui a écrit l’autre valeur de décider.',
  'reason.not_the_author': 'Seul son auteur peut le faire.',
  'reason.has_sub_items': 'Un élément qui a des sous-éléments ne peut pas en devenir un.',
  'reason.last_group': 'Un tableau garde au moins un groupe. Ajoutez-en d’abord un autre.',
  'reason.no_owner':
    'Désignez d’abord un propriétaire du tableau, sinon plus personne ne pourrait l’ouvrir.',
  'reason.above_self': 'Personne ne peut accorder plus que ce qu’il a lui-même.',
  'reason.prefix_taken': 'Un autre tableau utilise ce préfixe. Choisissez-en un autre.',
  'reason.workspace_not_empty':
    'L’espace de travail contient encore des tableaux. Déplacez-les ou supprimez-les d’abord.',
  'reason.boards_create': 'Vous ne pouvez pas créer de tableaux ici.',
  'reason.not_in_trash': 'Cet élément n’est pas dans la corbeille. Supprimez-le d’abord.',
  'reason.too_many_columns':
    'Le tableau a atteint son nombre maximal de colonnes. Supprimez-en une d’abord.',
  'reason.too_many_groups':
    'Le tableau a atteint son nombre maximal de groupes. Supprimez-en un d’abord.',
  'reason.too_many_options':
    'La colonne a atteint son nombre maximal d’options. Supprimez-en une d’abord.',
  'reason.too_many_views': 'Le nombre maximal de vues est atteint. Supprimez-en une d’abord.',
  'reason.too_many_links':
    'Le tableau a atteint son nombre maximal de liens. Révoquez-en un d’abord.',
  'reason.too_many_reactions':
    'Le commentaire a atteint son nombre maximal de réactions différentes.',
  'reason.too_many_favourites':
    'Vous avez atteint le nombre maximal de favoris. Retirez-en un d’abord.',
  'reason.too_many_organizations':
    'Vous possédez le nombre maximal d’organisations. Supprimez-en une ou transférez-en une.',
  'reason.too_many_keys': 'Vous avez atteint le nombre maximal de clés. Révoquez-en une d’abord.',
  'reason.too_many_roles': 'Le nombre maximal de rôles est atteint. Supprimez-en un d’abord.',
  'reason.too_many_uploads':
    'Beaucoup de fichiers attendent déjà votre décision. Lancez ou annulez-en un d’abord.',
  'reason.not_waiting': 'Cet import a déjà été lancé.',
  'reason.not_cancellable': 'Cet import est terminé. Une fois fini, il peut être annulé en entier.',
  'reason.not_done': 'Seul un import terminé peut être annulé.',
  'reason.import_stopped': 'L’import a été arrêté.',
  'reason.owners_only': 'Seuls les propriétaires peuvent le faire.',
  'reason.already_member': 'Vous faites déjà partie de cette organisation.',
  'reason.other_address':
    'Cette invitation est destinée à une autre adresse. Connectez-vous avec celle-ci.',
  'reason.unverified': 'Vérifiez d’abord votre adresse e-mail, puis rouvrez l’invitation.',
  'reason.suspended': 'Cet accès est suspendu. Demandez à un administrateur.',
  'reason.system_role': 'Les rôles intégrés ne peuvent pas être modifiés. Créez votre propre rôle.',
  'reason.already_owner': 'Ce membre est déjà propriétaire.',
  'reason.setup_code':
    'Le code d’installation est incorrect. Il figure dans la console du serveur.',
  'reason.passwords_busy':
    'Beaucoup de personnes se connectent en ce moment. Réessayez dans un instant.',
  'reason.instance_owner': 'Seul le propriétaire de cette instance peut le faire.',
} as const;
