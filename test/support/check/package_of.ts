import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Writes size and hash of a table that was changed into its data package, as if both were of one run. */
export function updatePackage(table: string): void {
  const name = basename(table).replace(/(?:\.\w+)?\.csv$/, '');
  const path = [name, basename(table, '.csv')]
    .map((one) => join(dirname(table), `${one}.datapackage.json`))
    .find((one) => existsSync(one));
  if (path === undefined) return;
  const content = readFileSync(table);
  const text = readFileSync(path, 'utf8');
  const found = JSON.parse(text);
  const resource = found.resources.find((one: { path: string }) => one.path === basename(table));
  Object.assign(resource, { bytes: content.length, hash: `sha256:${hashOf(content)}` });
  writeFileSync(path, `${JSON.stringify(found, null, 2)}\n`);
}

/** A data package as earlier versions wrote it: without size and hash of its tables. */
export function withoutHashes(text: string): string {
  const { resources, ...rest } = JSON.parse(text);
  const bare = resources.map(({ bytes: _, hash: __, ...one }: Record<string, unknown>) => one);
  return JSON.stringify({ ...rest, resources: bare }, null, 2);
}

/** The sha256 of a content, in hexadecimal. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
