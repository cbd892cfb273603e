import { vi } from 'vitest';
import { scaled } from './time.ts';

// Before each test file: limits of time by how busy the machine is now. A limit is for tests that hang.
vi.setConfig({
  testTimeout: scaled(60),
  hookTimeout: scaled(60),
  expect: { poll: { interval: 20, timeout: scaled(20) } },
});
