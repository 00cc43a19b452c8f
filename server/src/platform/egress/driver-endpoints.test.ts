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
  expect(listDriverEndpoints(['redis://[::1]:7000'])).toEqual([
    { host: '[::1]', port: 7_000 },
    { host: '::1', port: 7_000 },
  ]);
});
