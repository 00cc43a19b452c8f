import type { ServerMessage } from '@boardwire/contract/sync';
import { openLiveSocket, type LiveSocket } from '../../bench/lib/live-socket.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { addMember, type Person } from '../harness/people.ts';
import { startLiveNodes, type LiveNodes } from './live-nodes.ts';

/** A screen that follows a board, and what came to it. */
export interface Screen {
  socket: LiveSocket;
  seq: number;
  gaps: number;
  /** Changes that came although it had them. */
  repeats: number;
  isCut: boolean;
  /** Said to be there, and said to be gone. */
  up: string[];
  gone: string[];
  /** Messages that said somebody to be gone. */
  goneFrames: number;
}

/** Where a screen connects, and from what place on it follows. */
export interface ScreenOptions {
  url: string;
  person: Pick<Person, 'token'>;
  localAddress?: string;
  /** From where on it follows the board. */
  place: Place;
}

/** A moment of a board. */
export interface Place {
  epoch: number;
  seq: number;
}

/** Where the board stands. */
export async function readPlace({ as, owner, boardId }: BoardScene): Promise<Place> {
  const { epoch, seq } = (await as(owner, 'GET', `/boards/${boardId}/snapshot`)).body.data;
  return { epoch, seq };
}

/** Runs something on a node of its own. */
export async function onNode<Result>(
  mainFile: string,
  use: (nodes: LiveNodes, scene: BoardScene) => Promise<Result>,
  role?: 'api' | 'all',
): Promise<Result> {
  const nodes = await startLiveNodes([mainFile], role);
  try {
    return await use(nodes, await createBoardScene(nodes.server));
  } finally {
    await nodes.stop();
  }
}

/** The part of a frame of changes that tells its place; the changes themselves are longer, and not read here. */
const FRAME = /^\{"t":"changes".*?"from":(\d+),"to":(\d+)/;

/** Opens a board on a screen and resolves once it has joined. */
export async function openScreen(
  scene: BoardScene,
  { url, person, place, ...options }: ScreenOptions,
): Promise<Screen> {
  const { boardId } = scene;
  const screen = createScreen(place.seq);
  const join = ({ epoch, seq }: Place) =>
    socket.send({ t: 'join', board: boardId, epoch, since: seq });
  const socket = await openLiveSocket({
    ...options,
    url,
    clientId: crypto.randomUUID(),
    token: person.token,
    onMessage(text) {
      hear(screen, text);
      if (text.startsWith('{"t":"snapshotRequired"')) void readAnew(scene, screen).then(join);
    },
    onClose: () => (screen.isCut = true),
  });
  const joined = socket.next('joined');
  join(place);
  await joined;
  return Object.assign(screen, { socket });
}

async function readAnew(scene: BoardScene, screen: Omit<Screen, 'socket'>): Promise<Place> {
  const place = await readPlace(scene);
  screen.seq = place.seq;
  return place;
}

function createScreen(seq: number): Omit<Screen, 'socket'> {
  return { seq, gaps: 0, repeats: 0, isCut: false, up: [], gone: [], goneFrames: 0 };
}

function hear(screen: Omit<Screen, 'socket'>, text: string): void {
  if (text.startsWith('{"t":"people"')) {
    const people = JSON.parse(text) as ServerMessage & { t: 'people' };
    screen.up.push(...people.up.map(({ key }) => key));
    screen.gone.push(...people.gone);
    if (people.gone.length > 0) screen.goneFrames += 1;
    return;
  }
  const place = FRAME.exec(text);
  if (place === null) return;
  const [from, to] = [Number(place[1]), Number(place[2])];
  if (from > screen.seq + 1) screen.gaps += 1;
  if (from <= screen.seq) screen.repeats += 1;
  screen.seq = Math.max(screen.seq, to);
}

/** Enough people for this many screens: one may have fifty. */
export async function gatherPeople(
  { server }: LiveNodes,
  { owner, member, organizationId }: BoardScene,
  screens: number,
): Promise<Person[]> {
  const people: Person[] = [owner, member];
  while (people.length * SCREENS_EACH < screens)
    people.push(await addMember(server, owner, organizationId, 'member'));
  return people;
}

/** Fewer than one person may have, so that some can come twice. */
const SCREENS_EACH = 40;
