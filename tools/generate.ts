import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generated } from './generated.ts';

/** Writes every file that follows from the registries: `npm run generate`. */
for (const [path, content] of Object.entries(generated())) {
  writeFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), content);
}
