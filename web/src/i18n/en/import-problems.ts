/** What could not be taken over as it was, by the server’s code for it; a code without a text is told in the server’s words. */
export const importProblems = {
  'imports.says.comments.missingInAll':
    'Comments that the file does not have: Trello exports the last 1,000 actions only, and older comments are cut off. Trello’s API still has them.',
  'imports.says.comments.missing': 'Cards whose comments are not all in the file.',
  'imports.says.comments.cardMissing': 'Comments on cards that are not in the file.',
  'imports.says.checkItems.cardMissing': 'Checklist items of cards that are not in the file.',
  'imports.says.attachments.missing':
    'Attachments that the cards count and the file does not have.',
  'imports.says.checkItems.missing':
    'Checklist items that the cards count and the file does not have.',
  'imports.says.votes': 'Votes on cards: boards have no votes.',
  'imports.says.stickers': 'Stickers on cards.',
  'imports.says.covers': 'Covers of cards; pictures among them stay as attachments.',
  'imports.says.locations': 'Places of cards on the map.',
  'imports.says.reminders': 'Reminders of due dates.',
  'imports.says.watching': 'Cards that the person who exported watches.',
  'imports.says.cardPowerUpData': 'Data of Power-Ups on cards.',
  'imports.says.cardMirrors': 'The link of mirror cards to their source.',
  'imports.says.cardEmails': 'Mail addresses that Trello gave to cards.',
  'imports.says.activity': 'Entries of the activity log that are no comments.',
  'imports.says.memberships': 'Roles of members on the board: invite them and share the board.',
  'imports.says.powerUps': 'Power-Ups.',
  'imports.says.powerUpData': 'Data of Power-Ups on the board.',
  'imports.says.background': 'The background of the board.',
  'imports.says.boardTags': 'Collections that the board is in.',
  'imports.says.cardLimits': 'Limits of cards in a list.',
  'imports.says.listColors': 'Colors of lists.',
  'imports.says.customFields.unknownType': 'Custom fields of a type that boards do not have.',
  'imports.says.attachments.uploads':
    'Files that were uploaded to Trello are kept as links: they open for people who can log in there. Download what you need before you close the board.',
  'imports.says.templates': 'Template cards are ordinary items.',
  'imports.says.board.closed': 'The board was closed in Trello; here it is open.',
  'imports.says.board.descriptionCut': 'The description of the board was cut at 2,000 characters.',
  'imports.says.card.untitled': 'A card without a name is called “Untitled”.',
  'imports.says.card.titleCut':
    'Names of cards that are too long; all of them is in the description.',
  'imports.says.card.listMissing':
    'Cards whose list is not in the file are in the group “Without a list”.',
  'imports.says.card.memberMissing': 'People of cards who left the board and cannot be named.',
  'imports.says.card.repeated': 'A card is in the file twice; the first one counts.',
  'imports.says.card.noId': 'A card has no id.',
  'imports.says.attachment.noLink': 'Attachments without an address that can be opened.',
  'imports.says.checkItem.titleCut':
    'Checklist items that are too long; all of them is in the description of their card.',
  'imports.says.checklist.empty': 'Checklists without items.',
  'imports.says.customField.textCut':
    'Values of custom fields that are too long; all of them is in the description.',
  'imports.says.customField.noValue': 'Values of custom fields that cannot be read.',
  'imports.says.customField.unknown': 'Values of custom fields that are not in the file.',
  'imports.says.row.tooLong':
    'Rows with more cells than the first row; those behind the last header are left out.',
  'imports.says.row.tooShort':
    'Rows with fewer cells than the first row; the missing ones are empty.',
  'imports.says.row.unreadable':
    'Rows with characters that the file’s encoding does not know; they are shown as �.',
  'imports.says.person.cannotSee':
    'People whom you chose and who cannot see the board: the names alone were taken over.',
  'imports.says.item.deletedHere':
    'Items that were deleted on the board after an earlier import stay so.',
  'imports.says.value.editedHere':
    'Values that were edited on the board after an earlier import stay so.',
  'imports.says.text.continuedInComments':
    'Texts longer than a column takes: all of them is in the comments of the item.',
  'imports.says.value.refused': 'Values that a column of that type does not take.',
} as const;
