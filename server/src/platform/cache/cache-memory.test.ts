import { describeCacheContract } from './cache-contract.fixture.ts';
import { describeVoidContract } from './void-contract.fixture.ts';

const open = async () => ({ pool: null, close: async () => undefined });

describeCacheContract('memory alone', open);
describeVoidContract('memory alone', open);
