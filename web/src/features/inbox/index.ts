export { useInboxCounts, useInboxLive } from './use-inbox.ts';
