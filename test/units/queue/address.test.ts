import { expect, test } from 'vitest';
import { UserError } from '../../../src/core/error.ts';
import { queueAddress, withoutPassword } from '../../../src/units/queue/address.ts';

const SECRET = 's3cr3t/é';
const escaped = encodeURIComponent(SECRET);

test.each([
  ['redis://queue', { host: 'queue', port: 6379, db: 0, tls: false, shown: 'redis://queue:6379' }],
  ['redis://queue:7000/2', { host: 'queue', port: 7000, db: 2, tls: false, shown: 'redis://queue:7000/2' }],
  [
    `rediss://me:${escaped}@queue:7000`,
    {
      host: 'queue',
      port: 7000,
      db: 0,
      tls: true,
      username: 'me',
      password: SECRET,
      shown: 'rediss://queue:7000',
    },
  ],
  [
    `redis://:${escaped}@[::1]:7000`,
    { host: '::1', port: 7000, db: 0, tls: false, password: SECRET, shown: 'redis://[::1]:7000' },
  ],
])('the parts of %s', (text, parts) => {
  expect(queueAddress(text, {})).toEqual(parts);
});

test('the environment gives the address, and a password that the address lacks', () => {
  const environment = { COINCIDE_QUEUE: 'redis://a', COINCIDE_QUEUE_PASSWORD: 'x' };
  expect(queueAddress('auto', environment)).toMatchObject({ host: 'a', password: 'x' });
  expect(queueAddress('redis://b', environment)).toMatchObject({ host: 'b', password: 'x' });
  expect(queueAddress('redis://:y@b', environment)).toMatchObject({ host: 'b', password: 'y' });
});

test.each([
  ['', '--queue: expected an address such as redis://localhost:6379, or auto.'],
  ['auto', '--queue auto: COINCIDE_QUEUE is not set; set it to an address such as redis://localhost:6379.'],
  ['localhost:6379', '--queue: expected an address such as redis://localhost:6379, with rediss:// for TLS.'],
  [
    `http://me:${SECRET}@x`,
    '--queue: expected an address such as redis://localhost:6379, with rediss:// for TLS.',
  ],
  [`${SECRET}@x`, '--queue: expected an address such as redis://localhost:6379, with rediss:// for TLS.'],
  [
    'redis://x/abc',
    '--queue: expected the number of a database at the end, such as redis://localhost:6379/1, not "/abc".',
  ],
])('%j is no address', (text, message) => {
  expect(() => queueAddress(text, {})).toThrow(new UserError(message));
});

test('a password is masked however it is written', () => {
  const address = queueAddress(`redis://me:${escaped}@queue`, {});
  expect(withoutPassword(`AUTH ${SECRET} at redis://me:${escaped}@queue`, address)).toBe(
    'AUTH *** at redis://me:***@queue',
  );
});
