// Draws the API reference. An exposed instance shows it to signed-in people alone (security S18): then the session of
// the web app is asked for an access token, which also serves to try operations out.

/** @typedef {{ preauthorizeApiKey(scheme: string, credential: string): void }} SwaggerUI */

/** @type {(options: object) => SwaggerUI} */
const createSwaggerUI = Reflect.get(window, 'SwaggerUIBundle');

const DOCUMENT_URL = '/api/openapi.json';
const REFRESH_URL = '/api/v1/auth/refresh';
// The web app's own name for the lock: two exchanges at once would spend the same refresh token twice.
const SESSION_LOCK = `boardwire:session:${location.origin}/api/v1`;

const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const applyTheme = () =>
  document.documentElement.classList.toggle('dark-mode', prefersDark.matches);
applyTheme();
prefersDark.addEventListener('change', applyTheme);

void start();

async function start() {
  try {
    const first = await fetchDocument();
    if (first.status !== 401) return await draw(first);
    const accessToken = await refresh();
    if (accessToken === undefined) return askToSignIn();
    return await draw(await fetchDocument(accessToken), accessToken);
  } catch {
    return show(
      'The server cannot be reached',
      'Check the connection and try again.',
      'Try again',
      location.href,
    );
  }
}

/** @param {string} [accessToken] */
function fetchDocument(accessToken) {
  return fetch(DOCUMENT_URL, {
    headers: accessToken ? { authorization: `Bearer ${accessToken}` } : {},
  });
}

/** @returns {Promise<string | undefined>} */
async function refresh() {
  const exchange = () =>
    fetch(REFRESH_URL, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tokenDelivery: 'cookie' }),
    });
  const response = await (navigator.locks
    ? navigator.locks.request(SESSION_LOCK, exchange)
    : exchange());
  if (!response.ok) return undefined;
  const { data } = await response.json();
  return data.accessToken;
}

/**
 * @param {Response} response
 * @param {string} [accessToken]
 */
async function draw(response, accessToken) {
  if (!response.ok) {
    const message = `It answered with status ${response.status}.`;
    return show('The reference cannot be shown', message, 'Try again', location.href);
  }
  const spec = await response.json();
  // Tried out from here, an operation goes to the host that this page came from.
  spec.servers = [{ url: `${location.origin}/api/v1` }];
  const ui = createSwaggerUI({
    spec,
    dom_id: '#reference',
    deepLinking: true,
    // Open, more than 125 operations are not drawn to the end (Swagger UI 5.34, measured).
    docExpansion: 'none',
    defaultModelsExpandDepth: -1,
    displayOperationId: true,
    displayRequestDuration: true,
    filter: true,
    tryItOutEnabled: true,
    // Otherwise the document is sent to a validator on another host.
    validatorUrl: 'none',
    onComplete: () => {
      if (accessToken !== undefined) ui.preauthorizeApiKey('accessToken', accessToken);
    },
  });
}

function askToSignIn() {
  const next = encodeURIComponent(location.pathname + location.hash);
  show(
    'Sign in first',
    'This instance shows its API reference to people with an account.',
    'Sign in',
    `/log-in?next=${next}`,
  );
}

/**
 * @param {string} title
 * @param {string} text
 * @param {string} action
 * @param {string} href
 */
function show(title, text, action, href) {
  const heading = Object.assign(document.createElement('h1'), { textContent: title });
  const paragraph = Object.assign(document.createElement('p'), { textContent: text });
  const link = Object.assign(document.createElement('a'), { textContent: action, href });
  document.getElementById('notice')?.replaceChildren(heading, paragraph, link);
}
