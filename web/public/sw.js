// The shell of the app, for when the server is away (web W23). It keeps files of the app alone: answers of the API go
// to the network as if this file was not there, so no data of anybody is ever kept here. The build puts its own name
// and its list of files into the two lines below.
const BUILD = '__BUILD__';
const FILES = ['__FILES__'];

const PREFIX = 'boardwire-shell-';
const CACHE = PREFIX + BUILD;
/** A page of the build before this one still loads its parts from there. */
const KEPT_CACHES = 2;
/** A server that takes longer is taken as absent, if there is a page to show instead. */
const PATIENCE_MS = 1_000;
const SERVER_PATH = /^\/(?:api|health|metrics|unsubscribe|sw\.js)(?:[/?]|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (SERVER_PATH.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(answerPage(request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(answerAsset(request));
  else if (FILES.includes(url.pathname)) event.respondWith(answerFile(request));
});

async function fill() {
  const cache = await caches.open(CACHE);
  // Hashed names never change, so the browser's own cache may serve them; the page itself is asked for anew.
  await cache.add(new Request('/', { cache: 'reload' }));
  await cache.addAll(FILES);
}

async function dropOldCaches() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const old = names.filter((name) => name !== CACHE);
  const dropped = old.slice(0, Math.max(0, old.length - (KEPT_CACHES - 1)));
  await Promise.all(dropped.map((name) => caches.delete(name)));
}

/** The server's page; the kept one when nobody answers in time. Any path shows the same page. */
async function answerPage(request) {
  const shell = await caches.match('/', { cacheName: CACHE });
  if (!shell) return fetch(request);
  const answer = await fetchSoon(request);
  const isAway = answer === null || [502, 503, 504].includes(answer.status);
  return isAway ? shell : answer;
}

async function answerAsset(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function answerFile(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  if (!kept) return fetch(request);
  return (await fetchSoon(request)) ?? kept;
}

/** The server's answer; null when it does not come, or not in time. */
async function fetchSoon(request) {
  const timeout = new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
  return Promise.race([fetch(request).catch(() => null), timeout]);
}

/** What a push says when it cannot be read: browsers show something of their own otherwise. */
const UNREADABLE = { title: 'Boardwire' };

self.addEventListener('push', (event) => {
  const { title, body, url, tag } = readPush(event.data);
  const options = {
    body,
    // What is new about the same thing takes the place of what stands there, and is heard.
    ...(tag && { tag, renotify: true }),
    data: { url },
    icon: '/icons/192.png',
    badge: '/icons/192.png',
  };
  event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage(toOwnUrl(event.notification.data?.url)));
});

function readPush(data) {
  try {
    const push = data?.json();
    return typeof push?.title === 'string' ? push : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** Pages of this app alone: a push is text that somebody wrote. */
function toOwnUrl(text) {
  const { origin } = self.location;
  const url = URL.canParse(text ?? '/', origin) ? new URL(text ?? '/', origin) : new URL(origin);
  return url.origin === origin ? url.href : origin;
}

/** A page that does not answer by then is gone, or is of a build that does not listen. */
const PAGE_ANSWERS_WITHIN_MS = 1_000;

/** A window that is open already goes there, without being loaded anew where it can; else a new one. */
async function openPage(url) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const [first] = windows.toSorted((left, right) => Number(right.focused) - Number(left.focused));
  if (first === undefined) return self.clients.openWindow(url);
  const shown = await first.focus().catch(() => null);
  if (shown === null) return self.clients.openWindow(url);
  if (await askToGo(first, url)) return undefined;
  // A page that this worker does not control yet cannot be sent anywhere.
  return first.navigate(url).catch(() => self.clients.openWindow(url));
}

/** Whether the page goes there by itself: what is open in it stays. */
async function askToGo(page, url) {
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((resolve) => {
    port1.onmessage = () => resolve(true);
    setTimeout(() => resolve(false), PAGE_ANSWERS_WITHIN_MS);
  });
  page.postMessage({ type: 'go', url }, [port2]);
  return answered;
}
