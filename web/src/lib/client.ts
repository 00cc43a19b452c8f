import { createClient } from '@boardwire/sdk/client';

/** The one way to the server; the refresh token stays in a cookie that scripts cannot read. */
export const client = createClient({ baseUrl: window.location.origin, tokenDelivery: 'cookie' });
