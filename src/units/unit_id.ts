import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import { installedVersion } from '../backend/backend_class.ts';
import { once } from '../core/memo.ts';
import type { Experiment } from '../experiment/parse.ts';
import { filesReadFor } from '../experiment/variants/loads.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { runtimesOf } from '../layers/stack/stack.ts';
import { unitsOf } from '../run/unit.ts';

/** The program that computes the units. It is part of their ids, so that a unit of another program is another unit. */
export interface Computer {
  /** The version of this package. */
  coincide: string;
  /** The class of the backend and its library's version, as `backendClass` gives it. */
  backend: string;
}

/**
 * The ids of an experiment's units, by index. An id is the sha256, in hexadecimal, of all that the unit's numbers and rows
 * depend on: the resolved variant, what is measured of it, the sha256 of every file that it reads, the slice of its
 * pictures, and what computes it. So a value that is added to a sweep adds units and changes none.
 */
export function unitIds(experiment: Experiment, computer: Computer): (index: number) => string {
  const { name, variants, resolved, files } = experiment;
  const units = unitsOf(experiment);
  const digests = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  const shared = JSON.stringify([computer.coincide, name, resolved.measures, resolved.tables]);
  let last: { variant: number; text: string } | undefined;
  return (index) => {
    const { variant, pictures } = units.at(index);
    if (last?.variant !== variant)
      last = { variant, text: variantText(variants[variant]!, digests, computer.backend) };
    return hashed(`${shared}\n${last.text}\n${pictures?.join('-') ?? ''}`);
  };
}

/** All that is particular to a variant. */
function variantText(variant: Variant, digests: ReadonlyMap<string, string>, backend: string): string {
  const { values, settings, image, against, steps } = variant;
  const sections = Object.entries(settings).map(([key, section]) => {
    return [key, typeof section === 'object' && section !== null ? sectionDigest(section) : section];
  });
  const loaded = [image.loaded, against?.loaded, ...steps.map(({ layer }) => layer?.loaded)];
  const paths = [...new Set(loaded.flatMap(filesReadFor))].sort();
  const files = paths.map((path) => [path, digests.get(path)]);
  const { only = [] } = image;
  return JSON.stringify([
    Object.entries(values),
    sections,
    files,
    [...only],
    backend,
    runtimesOf(steps, 'backend').map(versioned),
  ]);
}

/** A runtime with its library's version. That of the backend is in its class. */
function versioned(runtime: string): string {
  const library = /^[\w-]+/.exec(runtime)![0];
  return library === 'backend' ? runtime : `${runtime} ${installedVersion(library)}`;
}

/** Variants share the sections of a file that do not differ between them. */
const sectionDigest = once((section: object): string => hashed(stringify(section)));

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
