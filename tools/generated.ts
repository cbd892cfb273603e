import { checkSchema } from './check_schema.ts';
import { jsonSchema } from './json_schema.ts';
import { reference } from './reference.ts';

/** The committed files that follow from the schema and the registries, by path. A test fails when one is stale. */
export function generated(): Record<string, string> {
  return {
    'schema.json': `${JSON.stringify(jsonSchema(), null, 2)}\n`,
    'check.schema.json': `${JSON.stringify(checkSchema(), null, 2)}\n`,
    'docs/reference.md': reference(),
  };
}
