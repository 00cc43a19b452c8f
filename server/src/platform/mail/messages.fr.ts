import type { Messages } from './messages.ts';

const HAS_ACCOUNT = 'Vous recevez ce message car un compte Boardwire utilise cette adresse.';
const IF_NOT_YOU =
  'Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe avec « Mot de passe oublié ? » sur la page de connexion, et prévenez le propriétaire de votre organisation.';
const IF_YOU = 'Si c’était vous, il n’y a rien à faire.';

/** What mails say in French. */
export const fr: Messages = {
  language: 'fr',
  greeting: 'Bonjour {name},',
  unnamed: '(sans nom)',
  copyLink: 'Si le bouton ne fonctionne pas, ouvrez cette adresse dans votre navigateur :',
  facts: { at: 'Quand', device: 'Appareil', ipAddress: 'Adresse IP' },
  mails: {
    verifyEmail: {
      subject: 'Vérifiez votre adresse e-mail',
      heading: 'Vérifiez votre adresse e-mail',
      before: [
        'Il reste une étape : confirmez que cette adresse est la vôtre, et votre compte Boardwire est prêt.',
      ],
      button: 'Vérifier l’adresse',
      after: ['Si vous ne vous êtes pas inscrit, ignorez ce message et rien ne se passera.'],
      reason: 'Vous recevez ce message car quelqu’un s’est inscrit à Boardwire avec cette adresse.',
    },
    resetPassword: {
      subject: 'Choisissez un nouveau mot de passe',
      heading: 'Choisissez un nouveau mot de passe',
      before: [
        'Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte Boardwire.',
      ],
      button: 'Choisir un nouveau mot de passe',
      after: [
        'Le lien fonctionne une fois, pendant {duration}.',
        'Si ce n’était pas vous, ignorez ce message : votre mot de passe reste le même.',
      ],
      reason:
        'Vous recevez ce message car un nouveau mot de passe a été demandé avec cette adresse.',
    },
    accountExists: {
      subject: 'Vous avez déjà un compte',
      heading: 'Vous avez déjà un compte',
      before: [
        'Quelqu’un, sans doute vous, s’est inscrit à Boardwire avec cette adresse. Elle a déjà un compte ; aucun second n’a été créé.',
      ],
      button: 'Se connecter',
      secondLink: 'Mot de passe oublié ? Choisissez-en un nouveau :',
      after: ['Si ce n’était pas vous, il n’y a rien à faire.'],
      reason: 'Vous recevez ce message car quelqu’un s’est inscrit à Boardwire avec cette adresse.',
    },
    invitation: {
      subject: '{inviterName} vous invite dans {organizationName}',
      heading: 'Rejoignez {organizationName} sur Boardwire',
      before: [
        '{inviterName} vous invite à travailler avec {organizationName} sur Boardwire. Votre rôle : {roleName}.',
      ],
      button: 'Voir l’invitation',
      after: [
        'L’invitation est valable jusqu’au {expiresAt}.',
        'Si vous ne savez pas de qui elle vient, ignorez ce message : sans vous, rien ne se passera.',
      ],
      reason:
        'Vous recevez ce message car {inviterName} a saisi votre adresse pour vous inviter dans {organizationName}.',
    },
    confirmEmailChange: {
      subject: 'Confirmez votre nouvelle adresse e-mail',
      heading: 'Confirmez votre nouvelle adresse e-mail',
      before: [
        'Vous avez demandé à utiliser {newEmail} pour votre compte Boardwire. Jusqu’à votre confirmation, l’ancienne adresse reste en place.',
      ],
      button: 'Confirmer la nouvelle adresse',
      after: ['Si ce n’était pas vous, ignorez ce message : l’adresse ne sera pas utilisée.'],
      reason:
        'Vous recevez ce message car cette adresse a été saisie comme nouvelle adresse d’un compte Boardwire.',
    },
    emailChanged: {
      subject: 'Votre adresse e-mail a été modifiée',
      heading: 'Votre adresse e-mail a été modifiée',
      before: [
        'Votre compte Boardwire utilise désormais {newEmail}. Vous vous connectez avec elle, et les messages y arrivent.',
      ],
      after: [
        IF_YOU,
        'Si ce n’était pas vous, quelqu’un d’autre est dans votre compte : demandez tout de suite de l’aide au propriétaire de votre organisation.',
      ],
      reason: 'Vous recevez ce message car un compte Boardwire utilisait cette adresse jusqu’ici.',
    },
    passwordChanged: {
      subject: 'Votre mot de passe a été modifié',
      heading: 'Votre mot de passe a été modifié',
      before: ['Le mot de passe de votre compte Boardwire a été modifié.'],
      after: [IF_YOU, IF_NOT_YOU],
      reason: HAS_ACCOUNT,
    },
    mfaEnabled: {
      subject: 'La connexion en deux étapes est activée',
      heading: 'La connexion en deux étapes est activée',
      before: [
        'Désormais, après le mot de passe, votre compte Boardwire demande un code de votre application d’authentification.',
      ],
      after: [
        'Gardez vos codes de secours en lieu sûr : ils vous laissent entrer quand l’application n’est pas à portée de main.',
        IF_NOT_YOU,
      ],
      reason: HAS_ACCOUNT,
    },
    mfaDisabled: {
      subject: 'La connexion en deux étapes est désactivée',
      heading: 'La connexion en deux étapes est désactivée',
      before: [
        'Votre compte Boardwire ne demande plus de code après le mot de passe. Le mot de passe suffit à l’ouvrir.',
      ],
      after: [IF_YOU, IF_NOT_YOU],
      reason: HAS_ACCOUNT,
    },
    newSignIn: {
      subject: 'Nouvelle connexion à votre compte',
      heading: 'Nouvelle connexion à votre compte',
      before: [
        'Quelqu’un s’est connecté à votre compte Boardwire depuis un appareil que nous ne connaissions pas.',
      ],
      after: [IF_YOU, IF_NOT_YOU],
      reason: HAS_ACCOUNT,
    },
    organizationDeletionScheduled: {
      subject: '{organizationName} va être supprimée',
      heading: '{organizationName} va être supprimée',
      before: [
        '{byName} a demandé la suppression de {organizationName}. Le {on}, tout disparaît définitivement, avec les tableaux et les fichiers.',
        'Jusque-là, tout propriétaire peut l’annuler dans les réglages.',
      ],
      button: 'Ouvrir les réglages',
      after: [],
      reason: 'Vous recevez ce message car {organizationName} vous appartient sur Boardwire.',
    },
    connectionTest: {
      subject: 'Message de test',
      heading: 'Les messages de Boardwire arrivent',
      before: [
        'Vous avez demandé ce message dans les réglages de l’instance, pour voir si les e-mails fonctionnent.',
      ],
      button: 'Ouvrir les réglages de l’instance',
      after: ['Si le bouton ne mène nulle part, PUBLIC_URL n’est pas l’adresse que vous utilisez.'],
      reason:
        'Vous recevez ce message car vous l’avez demandé dans les réglages de votre instance.',
    },
  },
};
