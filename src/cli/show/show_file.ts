import { chooseBackend } from '../../backend/load.ts';
import { count, UserError } from '../../core/error.ts';
import { printable } from '../../expect/printable.ts';
import { readExperimentFiles } from '../../experiment/disk/files.ts';
import type { Experiment } from '../../experiment/parse.ts';
import type { FilmStrip } from '../../picture/film_strip.ts';
import { mapSvg } from '../../picture/map_svg.ts';
import { stripSvg } from '../../picture/strip_svg.ts';
import { rowInWords, stepLabel } from '../../report/row_in_words.ts';
import type { Row } from '../../results/columns.ts';
import { look, type Seen } from '../../run/look.ts';
import { type OverrideArguments, overridesOf } from '../arguments/overrides.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { createProgress } from '../terminal/progress.ts';
import { colours, note, paletteOf, print, widthOf } from '../terminal/terminal.ts';
import { chooseVariants } from './choose_variants.ts';
import { showMaps } from './show_maps.ts';
import { showStrip } from './show_strip.ts';

export interface ShowArguments extends OverrideArguments {
  file: string;
  shift?: string[];
  depth?: string[];
  variant?: string[];
  channel?: string;
  map?: boolean;
  png?: string;
  svg?: string;
  backend?: string;
  'allow-outside'?: boolean;
}

/** Shows one variant of an experiment: in the terminal, or in the files that were asked for. */
export async function showFile(args: ShowArguments): Promise<ExitCode> {
  const { file, map = false, svg, png } = args;
  const shifts = args.shift?.map(shiftOf);
  const channel = args.channel === undefined ? undefined : channelOf(args.channel);
  const [found] = await readExperimentFiles([file], {
    overrides: overridesOf(args),
    outside: args['allow-outside'],
  });
  const { experiment } = found!;
  const [variant, ...others] = chooseVariants(experiment, args.variant);
  const depths = depthsOf(variant!.rows as readonly Row[], args.depth, file);
  if (channel !== undefined) requireChannel(channel, variant!.rows as readonly Row[], file);
  const bar = await createProgress(true);
  const seen = await interruptible(async (signal) => {
    try {
      return await look(only(experiment, variant!), {
        ...(await chooseBackend(args.backend ?? 'auto')),
        signal,
        shifts,
        channel,
        progress: (done, of) => bar.update({ what: experiment.name, done, of }),
      });
    } finally {
      bar.stop();
    }
  });
  const shown = { ...seen.strip, steps: seen.strip.steps.filter(({ depth }) => depths.has(depth)) };
  if (svg === undefined && png === undefined) {
    print(inTerminal(seen, shown, depths, map));
    if (others.length > 0)
      print(
        `\n${others.length + 1} variants; --variant KEY=VALUE chooses: ${printable(valuesOf(experiment))}`,
      );
    return 0;
  }
  await writePictures(map ? mapSvg(shown) : stripSvg(shown), { svg, png });
  return 0;
}

async function writePictures(
  picture: string,
  { svg, png }: { svg: string | undefined; png: string | undefined },
) {
  const { writeNew } = await import('../terminal/write_file.ts');
  if (svg !== undefined) await writeNew(svg, `${picture}\n`);
  if (png !== undefined) {
    const { svgToPng } = await import('../terminal/svg_to_png.ts');
    await writeNew(png, await svgToPng(picture));
  }
  note(`wrote ${[svg, png].filter((path) => path !== undefined).join(' and ')}`);
}

function inTerminal({ result }: Seen, shown: FilmStrip, depths: ReadonlySet<number>, map: boolean): string {
  const [palette, width] = [paletteOf(), widthOf()];
  const rows = result.table.rows.filter(({ depth }) => depths.has(depth));
  return [
    result.description === undefined
      ? colours.bold(printable(shown.title))
      : `${colours.bold(printable(shown.title))}: ${printable(result.description)}`,
    ...(shown.picture
      ? [printable(`  Shown: ${shown.picture.name}, the first of ${count(shown.picture.of, 'picture')}.`)]
      : []),
    '',
    map ? showMaps(shown, palette, width) : showStrip(shown, palette, width),
    '',
    ...rows.map((row) => `  ${stepLabel(row)}: ${rowInWords(row)}`),
  ].join('\n');
}

function only(experiment: Experiment, variant: Experiment['variants'][number]): Experiment {
  return { ...experiment, variants: [variant], tables: ['summary'], expect: [] };
}

function valuesOf({ swept }: Experiment): string {
  return swept.map(({ key, values }) => `${key}=${values.join('|')}`).join(' ');
}

/** `2,-1` as (2, −1). @throws UserError */
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
