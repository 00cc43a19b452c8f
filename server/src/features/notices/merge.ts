import {
  noticeLimits,
  type NoticeExcerpt,
  type NoticePerson,
  type NoticeValues,
} from '@boardwire/contract/notices';

type Said = NoticeValues['commented'];

/** Adds what was said to a notice that is still open, the last first; a comment that was changed is said once. */
export function mergeSaid(open: Said, added: Said): Said {
  const others = open.excerpts.filter(
    (old) => !added.excerpts.some((excerpt) => isSame(old, excerpt)),
  );
  return {
    ...open,
    by: mergePeople(open.by, added.by),
    excerpts: [...added.excerpts, ...others].slice(0, noticeLimits.excerpts),
    count: open.count - (open.excerpts.length - others.length) + added.count,
  };
}

/** Puts another text in the place of what a comment said. */
export function rewordComment(
  open: Said,
  { commentId, text }: { commentId: string; text: string },
): Said {
  const excerpts = open.excerpts.map((excerpt) =>
    excerpt.commentId === commentId ? { ...excerpt, text } : excerpt,
  );
  return { ...open, excerpts };
}

/** Takes a comment out of a notice that is still open; null when nothing is left. */
export function takeCommentBack(open: Said, commentId: string): Said | null {
  const excerpts = open.excerpts.filter((excerpt) => excerpt.commentId !== commentId);
  const count = open.count - (open.excerpts.length - excerpts.length);
  if (count <= 0 || excerpts.length === 0) return null;
  return {
    ...open,
    excerpts,
    count,
    by: mergePeople(
      [],
      excerpts.map(({ by }) => by),
    ),
  };
}

function isSame(left: NoticeExcerpt, right: NoticeExcerpt): boolean {
  if (left.commentId !== null || right.commentId !== null)
    return left.commentId === right.commentId;
  return left.columnName === right.columnName;
}

/** Each once, the last first. */
export function mergePeople(
  open: readonly NoticePerson[],
  added: readonly NoticePerson[],
): NoticePerson[] {
  const all = [...added, ...open];
  return all
    .filter(
      ({ id, name }, index) =>
        index === all.findIndex((each) => each.id === id && each.name === name),
    )
    .slice(0, noticeLimits.people);
}
