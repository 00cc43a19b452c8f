import { expect, it } from 'vitest';
import { listDriverEndpoints } from './driver-endpoints.ts';

it('security S29: a store is reached at the host and port of its address, and nowhere else', () => {
  expect(
    listDriverEndpoints([
      'postgres://app:secret@db.example.com/boards',
      'postgres://app@localhost:6000/boards?host=10.0.0.7',
      'rediss://cache.example.com',
      'postgresql:///boards',
      undefined,
    ]),
  ).toEqual([
    { host: 'db.example.com', port: 5_432 },
    { host: '10.0.0.7', port: 6_000 },
    { host: 'cache.example.com', port: 6_379 },
    { host: 'localhost', port: 5_432 },
  ]);
  expect(listDriverEndpoints(['postgres://[::1]:7000/boards'])).toEqual([
    { host: '[::1]', port: 7_000 },
    { host: '::1', port: 7_000 },
  ]);
  expect(listDriverEndpoints(['redis://[::1]:7000'])).toEqual([{ host: '::1', port: 7_000 }]);
});

it('security S29: all sentinels, and all nodes that a cluster is first asked at, are reached', () => {
  expect(
    listDriverEndpoints([
      'redis+sentinel://:secret@one.example.com,two.example.com:26380/mymaster',
      'rediss+cluster://10.0.0.1:7000,10.0.0.2',
    ]),
  ).toEqual([
    { host: 'one.example.com', port: 26_379 },
    { host: 'two.example.com', port: 26_380 },
    { host: '10.0.0.1', port: 7_000 },
    { host: '10.0.0.2', port: 6_379 },
  ]);
});
