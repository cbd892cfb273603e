import { grouped, type Problem, UserError } from '../../core/error.ts';
import { isObject } from '../../core/is_object.ts';
import { experimentName } from '../../experiment/disk/name.ts';
import { type Experiment, readSource } from '../../experiment/parse.ts';
import { limits } from '../../experiment/schema/limits.ts';
import type { Source } from '../../experiment/text/source.ts';
import { parseYaml } from '../../experiment/text/yaml.ts';
import { classNamesOf, picturesOf } from '../../experiment/variants/sets.ts';
import { titleOf } from '../../run/variant_title.ts';
import type { GivenExperiment, TextProblem, TextReading } from '../protocol.ts';
import { pageFiles } from './page_files.ts';

/** An experiment that was read from the page; undefined where it has mistakes. */
export interface ReadText {
  experiment?: Experiment | undefined;
  /** Mistakes of the text. There may be an experiment beside them: its expectations are then left out. */
  problems: readonly TextProblem[];
}

/** Reads the text of an experiment as `coincide run` reads a file of that name. Never throws for a mistake in it. */
export async function readExperimentText({ name, text }: GivenExperiment): Promise<ReadText> {
  const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/') + 1) : '';
  try {
    const bytes = new TextEncoder().encode(text).length;
    if (bytes > limits.fileBytes)
      throw new UserError(`the file has ${grouped(bytes)} bytes, more than ${grouped(limits.fileBytes)}.`);
    const own = experimentName(`experiments/${name}.yaml`, 'name');
    const source = parseYaml(text, `${name}.yaml`);
    const read = (given: Source) => readSource(given, { name: own }, pageFiles(folder));
    try {
      return { experiment: await read(source), problems: [] };
    } catch (error) {
      if (!isMistake(error) || !isObject(source.value) || !('expect' in source.value)) throw error;
      const { expect: _, baseline: __, ...rest } = source.value;
      return {
        experiment: await read({ ...source, value: rest }),
        problems: error.problems.map(textProblem),
      };
    }
  } catch (error) {
    if (!isMistake(error)) throw error;
    return { problems: error.problems.map(textProblem) };
  }
}

function isMistake(error: unknown): error is UserError {
  return error instanceof UserError;
}

function textProblem({ message, where }: Problem): TextProblem {
  return { message, line: where?.line, column: where?.column };
}

/** What the page shows of it before it is run. */
export function pageReading({ experiment, problems }: ReadText, variant: number): TextReading {
  if (!experiment) return { problems, usable: false, variants: [], resolved: {} };
  const { variants, resolved } = experiment;
  const chosen = variants[Math.min(variant, variants.length - 1)]!;
  return {
    problems,
    usable: true,
    variants: variants.map((one) =>
      titleOf('', one)
        .trim()
        .replace(/^\(|\)$/g, ''),
    ),
    resolved,
    pictures: picturesOf(chosen.image)?.list.map(({ name }) => name),
    classNames: classNamesOf(chosen.image),
  };
}
