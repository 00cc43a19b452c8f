import { toFrame } from './frames.ts';
import { isVisitor, type LiveMember } from './live-member.ts';
import { createRoomSender, type RoomSender, type SenderParts } from './room-sender.ts';
import { createSlices, type Slices } from './slices.ts';
import { showVisitor, toVisitorFrame, type ShowVisitors } from './visitor-view.ts';

/**
 * Members of a room who are sent the same, at a pace of their own: whoever belongs to the board does not wait for those
 * who only look on, for whose frames the rows are read (live L29).
 */
export interface Audience {
  slices: Slices;
  sender: RoomSender;
}

/** Everybody in a room. */
export interface Audiences {
  readonly people: Audience;
  of(member: LiveMember): Audience;
  each(act: (audience: Audience) => void): void;
}

/** What the audiences of a room work with. */
export interface AudienceParts extends Pick<SenderParts, 'broadcast' | 'ring' | 'onError'> {
  members: ReadonlyMap<string, LiveMember>;
  /** Sends those of the members away who lost the board. */
  ejectRevoked(members: readonly LiveMember[]): Promise<void>;
  showVisitors: ShowVisitors;
  onFrame?(members: number): void;
}

/** Where a board stands when its room is opened. */
interface Place {
  boardId: string;
  epoch: number;
  seq: number;
}

/** Creates both audiences of a room. */
export function createAudiences(parts: AudienceParts, place: Place): Audiences {
  const { boardId } = place;
  const people = createAudience(parts, place, {
    prefix: boardId,
    isMeant: (member) => !isVisitor(member),
    show: (message) => message,
    buildFrame: (changes) => toFrame(boardId, changes),
  });
  const visitors = createAudience(parts, place, {
    prefix: `${boardId}:link`,
    isMeant: isVisitor,
    show: showVisitor,
    async buildFrame(changes) {
      const shown = await parts.showVisitors(changes);
      return shown && toVisitorFrame(boardId, shown);
    },
  });
  return {
    people,
    of: (member) => (isVisitor(member) ? visitors : people),
    each: (act) => [people, visitors].forEach(act),
  };
}

interface AudienceKind extends Pick<SenderParts, 'show' | 'buildFrame'> {
  /** Begins the names of its slices. */
  prefix: string;
  isMeant(member: LiveMember): boolean;
}

function createAudience(
  { members, ejectRevoked, ...parts }: AudienceParts,
  place: Place,
  { prefix, isMeant, ...eyes }: AudienceKind,
): Audience {
  const slices = createSlices(prefix);
  const eject = () => ejectRevoked([...members.values()].filter(isMeant));
  const senderParts = { ...parts, ...eyes, slices, ejectRevoked: eject };
  return { slices, sender: createRoomSender(senderParts, place) };
}
