import { stringify } from 'safe-stable-stringify';
import type { NamedFile } from '../core/files.ts';
import type { Column } from './columns.ts';
import { sha256 } from './sha256.ts';

/** A table that was written to a file. */
interface DescribedTable {
  file: string;
  title: string;
  columns: readonly Column[];
  /** Size of the file. */
  bytes: number;
  /** The sha256 of the file, in hexadecimal. */
  sha256: string;
}

/** The content of a data package: the tables of an experiment, and what they were computed from. */
export interface PackageContents {
  name: string;
  description?: string | undefined;
  /** The experiment with every default filled in. */
  experiment: object;
  /** `sha256:…` of what the numbers depend on. */
  digest: string;
  /** The files that the experiment names, and those that they name in turn. */
  files: readonly NamedFile[];
  /** A backend, or `loops`, that computed it; undefined for an exact stack, which gives the same everywhere. */
  backend?: string | undefined;
  /** How many units of a merge are missing, so that the tables lack rows; undefined where none is. */
  missingUnits?: number | undefined;
  tables: readonly DescribedTable[];
}

/**
 * A Frictionless data package (https://specs.frictionlessdata.io/data-package/, v1): each column's type, unit and
 * formula beside the files.
 */
export function toDataPackage({
  name,
  description,
  experiment,
  digest,
  files,
  backend,
  missingUnits,
  tables,
}: PackageContents): string {
  // A key without a value is not written.
  const content = {
    profile: 'tabular-data-package',
    name: packageName(name),
    title: name,
    description,
    resources: tables.map(({ file, title, columns, bytes, sha256 }) => ({
      profile: 'tabular-data-resource',
      name: packageName(file.slice(file.lastIndexOf('/') + 1, -'.csv'.length)),
      title,
      path: file.slice(file.lastIndexOf('/') + 1),
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      bytes,
      hash: `sha256:${sha256}`,
      dialect: { lineTerminator: '\n' },
      schema: { fields: columns.map(field), missingValues: [''] },
    })),
    sources: files.length > 0 ? sourcesOf(files) : undefined,
    experiment,
    digest,
    backend,
    missingUnits,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/**
 * A name as Frictionless allows it: lower case, without accents; other letters by their code point.
 *
 * @example packageName('Daire-şekli') // 'daire-sekli'
 * @example packageName('円') // 'u5186'
 */
function packageName(name: string): string {
  const plain = name.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return plain.replaceAll(/[^-a-z0-9._/]/gu, (letter) => `u${letter.codePointAt(0)!.toString(16)}`);
}

/** `sha256:…` of a value as canonical JSON (RFC 8785), so that neither the order of keys nor a comment changes it. */
export async function digestOf(value: object): Promise<string> {
  return `sha256:${await sha256(stringify(value))}`;
}

/** Each file with its digest. */
function sourcesOf(files: readonly NamedFile[]): object[] {
  return files.map(({ path, bytes, sha256 }) => ({ title: path, path, bytes, hash: `sha256:${sha256}` }));
}

function field({ name, type, unit, description, formula, source, better, interval }: Column): object {
  return {
    name,
    type: type === 'rate' ? 'number' : type,
    description,
    constraints: type === 'rate' ? { minimum: 0, maximum: 1 } : undefined,
    unit,
    formula,
    source,
    better,
    interval,
  };
}
