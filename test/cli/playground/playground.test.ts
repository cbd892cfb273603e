import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { playgroundPages } from '../../../src/cli/playground/serve_playground.ts';

const folder = mkdtempSync(join(tmpdir(), 'coincide-playground-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('coincide playground serves the files of the folder by their types, and nothing beside them', async () => {
  mkdirSync(join(folder, 'page/parts'), { recursive: true });
  writeFileSync(join(folder, 'secret.js'), '1');
  writeFileSync(join(folder, 'page/index.html'), '<p>');
  writeFileSync(join(folder, 'page/parts/a.wasm'), 'x');
  const pages = playgroundPages(join(folder, 'page'));
  expect(await pages('/')).toMatchObject({ type: 'text/html; charset=utf-8', body: Buffer.from('<p>') });
  expect(await pages('/parts/a.wasm')).toMatchObject({ type: 'application/wasm', body: Buffer.from('x') });
  expect(await pages('/../secret.js')).toBeUndefined();
  expect(await pages('/parts')).toBeUndefined();
});

test('says how the playground is made where it is missing', () => {
  expect(() => playgroundPages(join(folder, 'none'))).toThrow(
    /^there is no playground in .*; npm run build makes it\.$/,
  );
});
