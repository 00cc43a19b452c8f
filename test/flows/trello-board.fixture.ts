/** An export with one list and one card. */
export function trelloBoard(): object {
  const id = (number: number) => String(number).padStart(24, '0');
  return {
    id: id(1),
    name: 'Garden',
    lists: [{ id: id(2), name: 'Spring', closed: false, pos: 1 }],
    cards: [
      {
        id: id(3),
        idList: id(2),
        name: 'Plant the tree',
        desc: 'An apple tree',
        closed: false,
        pos: 1,
        idLabels: [],
        idMembers: [],
        idChecklists: [],
        labels: [],
        due: null,
      },
    ],
    labels: [],
    checklists: [],
    members: [],
    actions: [],
    customFields: [],
  };
}
