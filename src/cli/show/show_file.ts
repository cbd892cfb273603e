import { UserError } from '../../core/error.ts';
import { printable } from '../../expect/printable.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { pictureCount } from '../../experiment/variants/sets.ts';
import { channelLegend, type FilmStrip } from '../../picture/film_strip.ts';
import { mapSvg } from '../../picture/map_svg.ts';
import { stripSvg } from '../../picture/strip_svg.ts';
import { rowInWords, stepLabel } from '../../report/row_in_words.ts';
import type { Row } from '../../results/columns.ts';
import type { TableName } from '../../results/tables/registry.ts';
import { capture, type Snapshot } from '../../run/capture.ts';
import { titleOf } from '../../run/variant_title.ts';
import { chooseVariants } from '../arguments/choose_variants.ts';
import { readOneExperiment } from '../arguments/read_experiments.ts';
import { type ReadingArguments, readingOf } from '../arguments/reading.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { noteWritten, outputOf, requireDistinct, requireWritable } from '../terminal/output.ts';
import { colours, paletteOf, print, printFitted, sentence, widthOf } from '../terminal/terminal.ts';
import { type ComputingArguments, withProgress } from '../terminal/with_progress.ts';
import { writePicture } from '../terminal/write_picture.ts';
import { showMaps } from './show_maps.ts';
import { showStrip } from './show_strip.ts';

export interface ShowArguments extends ReadingArguments, ComputingArguments {
  shift?: string[];
  depth?: string[];
  channel?: string;
  map?: boolean;
  png?: string;
  svg?: string;
}

/** Shows one variant of an experiment in the terminal, or writes its picture to files. */
export async function showFile(args: ShowArguments): Promise<ExitCode> {
  const { file, map = false, svg, png } = args;
  if (map && (args.shift || args.channel !== undefined))
    throw new UserError('--map shows every drawn shift, and no outputs; leave out --shift and --channel.');
  const outputs = [
    ...outputOf('--svg', svg, { svg: ['.svg'] }),
    ...outputOf('--png', png, { png: ['.png'] }),
  ];
  requireDistinct(outputs);
  const shifts = args.shift?.map(shiftOf);
  const channel = args.channel === undefined ? undefined : channelOf(args.channel);
  const { variant: wanted, ...rest } = args;
  const experiment = await readOneExperiment(file, await readingOf([file], rest));
  const [variant, ...others] = chooseVariants(experiment, wanted);
  const depths = depthsOf(variant!.rows as readonly Row[], args.depth, file);
  if (channel !== undefined) requireChannel(channel, variant!.rows as readonly Row[], file);
  await requireWritable(outputs);
  const more =
    others.length === 0
      ? ''
      : `\n${others.length + 1} variants; --variant KEY=VALUE chooses: ${printable(sweptText(experiment))}`;
  if (map && pictureCount(variant!.image) > 1) {
    const { showSensitivity } = await import('./show_sensitivity.ts');
    const title = titleOf(experiment.name, variant!);
    return showSensitivity(
      withOneVariant(experiment, variant!, 'shifts'),
      { ...args, title, depths, more },
      outputs,
    );
  }
  const snapshot = await withProgress(args, experiment.name, async (settings) =>
    capture(withOneVariant(experiment, variant!), settings, { shifts, channel }),
  );
  const { strip } = snapshot.pictured[0]!;
  const shown = { ...strip, steps: strip.steps.filter(({ depth }) => depths.has(depth)) };
  if (outputs.length === 0) {
    print(inTerminal(snapshot, shown, depths, map));
    if (more !== '') printFitted(more);
    return 0;
  }
  await writePicture(map ? mapSvg(shown) : stripSvg(shown), outputs);
  noteWritten(outputs);
  return 0;
}

function inTerminal(
  { result }: Snapshot,
  shown: FilmStrip,
  depths: ReadonlySet<number>,
  map: boolean,
): string {
  const [palette, width] = [paletteOf(), widthOf()];
  const rows = result.table.rows.filter(({ depth }) => depths.has(depth));
  return [
    sentence(
      result.description === undefined
        ? colours.bold(printable(shown.title))
        : `${colours.bold(printable(shown.title))}: ${printable(result.description)}`,
      0,
    ),
    ...(shown.picture ? [sentence(printable(`Shown: ${pictureInWords(shown.picture)}.`))] : []),
    '',
    map ? showMaps(shown, palette, width) : showStrip(shown, palette, width),
    ...(map ? [] : channelLegend(shown).map((line) => sentence(line))),
    '',
    ...rows.map((row) => sentence(`${stepLabel(row)}: ${rowInWords(row)}`)),
  ].join('\n');
}

function pictureInWords({ name, of }: { name: string; of: number }): string {
  return of === 1 ? name : `${name}, the first of ${of} pictures; --picture NAME chooses`;
}

function withOneVariant(
  experiment: Experiment,
  variant: Experiment['variants'][number],
  ...tables: TableName[]
): Experiment {
  return { ...experiment, variants: [variant], tables: ['summary', ...tables], expect: [] };
}

function sweptText({ swept }: Experiment): string {
  return swept.map(({ key, values }) => `${key}=${values.join('|')}`).join(' ');
}

/** Reads a shift: `2,-1` is (2, −1). @throws UserError */
function shiftOf(text: string): readonly [number, number] {
  const [, dy, dx] = /^\s*\(?\s*([-+]?[\d.]+)\s*,\s*([-+]?[\d.]+)\s*\)?\s*$/.exec(text) ?? [];
  const pair = [Number(dy), Number(dx)] as const;
  const [down, right] = pair;
  if (dy === undefined || !pair.every((n) => Number.isFinite(n) && Math.abs(n) <= FARTHEST)) {
    throw new UserError(`--shift ${text}: expected DY,DX in pixels, such as 2,-1.`);
  }
  return [down + 0, right + 0];
}

const FARTHEST = 4096;

function channelOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UserError(`--channel ${text}: expected a whole number, from 0 on.`);
  return Number(text);
}

function requireChannel(channel: number, rows: readonly Row[], file: string): void {
  const most = Math.max(...rows.map(({ channels }) => channels));
  if (channel < most) return;
  const there =
    most === 1 ? 'every step has one, 0' : `the most that a step has are ${most}, 0 to ${most - 1}`;
  throw new UserError(`--channel ${channel}: ${file} has no such channel; ${there}.`);
}

/** The depths to show. @throws UserError where there is no such depth */
function depthsOf(
  rows: readonly Row[],
  wanted: readonly string[] | undefined,
  file: string,
): ReadonlySet<number> {
  const there = new Set(rows.map(({ depth }) => depth));
  if (!wanted) return there;
  for (const depth of wanted) {
    if (there.has(Number(depth)) && depth.trim() !== '') continue;
    throw new UserError(`--depth ${depth}: ${file} has no such depth; there are ${[...there].join(', ')}.`);
  }
  return new Set(wanted.map(Number));
}
