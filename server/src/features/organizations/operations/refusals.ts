import { unreachable } from '../../../kernel/assert.ts';
import { conflict, forbidden, notFound, type Refusal } from '../../../platform/refusal.ts';
import type { AcceptObstacle, ManageObstacle } from '../domain.ts';

/** Refuses when something stands against managing members or granting roles. Throws Refusal. */
export function refuseObstacle(obstacle: ManageObstacle | null): void {
  if (obstacle !== null) throw describeObstacle(obstacle);
}

function describeObstacle(obstacle: ManageObstacle): Refusal {
  switch (obstacle) {
    case 'ownersOnly':
      return forbidden('Only owners appoint owners and manage them', 'owners_only');
    case 'aboveOneself':
      return forbidden(
        'This role may do more than you: ask somebody who holds all its permissions',
        'above_oneself',
      );
    case 'lastOwner':
      return conflict(
        'last_owner',
        'An organization keeps an owner: make another member owner first',
      );
    default:
      return unreachable(obstacle);
  }
}

/** Refuses when something stands against accepting an invitation. Throws Refusal. */
export function refuseAcceptance(obstacle: AcceptObstacle | null): void {
  if (obstacle !== null) throw describeAcceptance(obstacle);
}

function describeAcceptance(obstacle: AcceptObstacle): Refusal {
  switch (obstacle) {
    case 'used':
      return conflict('invitation_used', 'This invitation was used already; ask for a new one');
    case 'gone':
      return notFound('This invitation');
    case 'otherAddress':
      return forbidden(
        'This invitation is for another e-mail address: sign in with that one',
        'other_address',
      );
    case 'unverified':
      return forbidden(
        'Verify your e-mail address first, then open the invitation again',
        'unverified',
      );
    case 'suspended':
      return forbidden(
        'You are suspended in this organization: ask its administrators',
        'suspended',
      );
    case 'alreadyMember':
      return conflict('already_member', 'You belong to this organization already');
    case 'inviterWithoutRight':
      return conflict(
        'inviter_without_right',
        'Whoever invited you may no longer do so: ask for a new invitation',
      );
    default:
      return unreachable(obstacle);
  }
}
