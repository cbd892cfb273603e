import type { Image } from '../core/tensor.ts';
import { type ClassGrid, classGrid, classMap } from '../picture/class_grid.ts';
import {
  type ClassMapStep,
  channelLegend,
  type FilmStrip,
  type FilmStripStep,
  fourDigits,
  frameRaster,
  stripNote,
  stripRowLabel,
} from '../picture/film_strip.ts';
import { cellSide, classCounts, MAP_LEGEND, mapInWords } from '../picture/map_svg.ts';
import { pngUri } from '../picture/png.ts';
import type { Raster } from '../picture/raster.ts';
import { isRgb } from '../picture/render_output.ts';
import { stepHeading, stepSubheading, stripInWords } from '../picture/strip_svg.ts';
import { element, escaped } from '../picture/svg.ts';
import type { ReportEntry, ReportPlot } from './entry.ts';

/** Side of the largest frame, in pixels. Smaller outputs are enlarged by a whole number, larger ones reduced. */
const FRAME_SIDE = 128;

/** Largest side of a class map, in pixels. */
const MAX_MAP_SIDE = 112;

/** The film strip: a row for each shift, a column for each measured step. */
export function stripFigure(strip: FilmStrip, label: string, variant = ''): string {
  const rows = strip.shifts.map((_, i) => {
    const cells = strip.steps.map((step) => frameCell(strip, step, i));
    return `<tr><th scope="row">${escaped(stripRowLabel(strip, i))}</th>${cells.join('')}</tr>`;
  });
  const head = strip.steps.map((step) => stepHeader(step, stepSubheading(step))).join('');
  const { picture, second } = strip;
  const of = [
    strip.title.includes('(') ? ` of ${strip.title}` : '',
    picture ? `, picture ${picture.name}${picture.of > 1 ? `, the first of ${picture.of}` : ''}` : '',
  ].join('');
  const channels = channelLegend(strip).map((line) => ` ${line.charAt(0).toUpperCase()}${line.slice(1)}.`);
  const caption = `Film strip${of}. Brighter means a higher value; the darkest and the brightest value are above each column.${channels.join('')}${second ? ' The last rows show the second image (against).' : ''}${strip.steps.some(({ marks }) => marks) ? ' Boxes and crosses: orange, what was found in this picture; dashed, what was found in the unshifted one, moved as the picture.' : ''}`;
  const name = variant === '' ? label : `${label}, ${variant}`;
  const form = isLow(strip) ? 'frames low' : 'frames';
  return `<figure class="strip" data-variant="${escaped(variant)}"><figcaption>${escaped(caption)}</figcaption>${scrollRegion(
    `Film strip of ${name}`,
    `<table class="${form}"><caption class="hidden">${escaped(stripInWords(strip))}</caption><thead><tr><th scope="col"><span class="quiet">shift</span></th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
  )}</figure>`;
}

function frameCell(strip: FilmStrip, step: FilmStripStep, row: number): string {
  const words = stripNote(strip, step, row);
  const note =
    words === '' ? '' : `<small${words.startsWith('same') ? ' class="same"' : ''}>${words}</small>`;
  const decision = step.decisions?.[row];
  if (decision !== undefined) return `<td><span class="frame"><b>${escaped(decision)}</b></span>${note}</td>`;
  const alt = `${stepHeading(step)}, ${stripRowLabel(strip, row)}${words === '' ? '' : `: ${words}`}`;
  const output = step.outputs[row]!;
  const { pixels, ...size } = enlargedFrame(step, row);
  const image = element('img', { src: pngUri(pixels), ...size, alt, ...frameData(step, output) });
  return `<td><span class="frame">${image}</span>${note}</td>`;
}

/** The pixels of an output, and how large they are drawn: a whole number of times as large. */
function enlargedFrame(step: FilmStripStep, row: number): { pixels: Raster; width: number; height: number } {
  const pixels = frameRaster(step, row, FRAME_SIDE);
  const times = Math.max(1, Math.floor(FRAME_SIDE / Math.max(pixels.width, pixels.height)));
  return { pixels, width: pixels.width * times, height: pixels.height * times };
}

/** Whether all pictures of a strip are wide: squares would be mostly empty. Decisions have the whole side. */
function isLow({ steps }: FilmStrip): boolean {
  return steps.every((step) => !step.decisions && enlargedFrame(step, 0).height < FRAME_SIDE / 2);
}

/** With more values than this, a cell has a colour and no number. */
const MAX_TOLD_VALUES = 256;

/** What the script says of a cell below the pointer: its value, or the ends of the colours that it is read from. */
function frameData(
  { channel, range, marks }: FilmStripStep,
  output: Image,
): Record<string, string | number | undefined> {
  const [height, width, channels] = output.shape;
  if (marks || (height * width === 1 && channels > 1)) return {};
  const size = { 'data-height': height, 'data-width': width };
  if (channel === undefined && isRgb(output)) return size;
  if (channels === 1 && height * width <= MAX_TOLD_VALUES)
    return { ...size, 'data-values': Array.from(output.data, fourDigits).join(' ') };
  return { ...size, 'data-low': range[0], 'data-high': range[1] };
}

/** The class maps: a row for each pictured variant, a column for each measured step. */
export function mapsFigure({ pictured, count }: ReportEntry, label: string): string {
  const heads = pictured.map(({ maps }) => maps.map(stepHeading));
  const alike = heads.every((one) => one.join() === heads[0]!.join());
  const rows = pictured.map(({ maps, name }) => {
    const first = name === '' ? '' : `<th scope="row">${escaped(name)}</th>`;
    return `<tr data-variant="${escaped(name)}">${first}${maps.map((step) => mapCell(step, name, alike)).join('')}</tr>`;
  });
  const first = pictured[0]!.name === '' ? '' : '<th scope="col"><span class="quiet">variant</span></th>';
  const head = alike
    ? `<thead><tr>${first}${pictured[0]!.maps.map((step) => stepHeader(step)).join('')}</tr></thead>`
    : '';
  const more = count > pictured.length ? ` ${pictured.length} of ${count} variants are shown.` : '';
  const caption = `Class maps: one cell for each drawn shift, dy from top to bottom, dx from left to right. Blue: same output as unshifted (ring). ${MAP_LEGEND}${more}`;
  return `<figure><figcaption>${escaped(caption)}</figcaption>${scrollRegion(
    `Class maps of ${label}`,
    `<table class="frames maps">${head}<tbody>${rows.join('')}</tbody></table>`,
  )}</figure>`;
}

const MAX_FIGURE_WIDTH = 420;

/** The plots, side by side; wide ones scroll. */
export function plotsFigures(plots: readonly ReportPlot[], label: string): string {
  const figures = plots.map(({ caption, svg }) => {
    const [, width] = / width="([\d.]+)"/.exec(svg) ?? [];
    const words = `<figcaption>${escaped(caption)}</figcaption>`;
    // A plot with panels is too wide for a narrow screen: scaled down, its text would be too small to read.
    if (Number(width) > MAX_FIGURE_WIDTH)
      return `<figure class="wide">${words}${scrollRegion(`${caption}, of ${label}`, svg)}</figure>`;
    return `<figure>${words}${svg}</figure>`;
  });
  return `<div class="plots">${figures.join('')}</div>`;
}

/** A region that scrolls sideways if its content is wide, and can be focused by keyboard. */
export function scrollRegion(label: string, content: string): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(label)}">${content}</div>`;
}

function stepHeader(step: ClassMapStep, under = ''): string {
  const quiet = under === '' ? '' : `<span class="quiet">${escaped(under)}</span>`;
  const name = escaped(stepHeading(step));
  return `<th scope="col"><b>${name}</b>${quiet}</th>`;
}

function mapCell(step: ClassMapStep, variant: string, headed: boolean): string {
  const grid = classGrid(step.shiftClasses);
  if (!grid) return '<td><small>too many shifts to show</small></td>';
  const map = classMap(grid, cellSide(grid, MAX_MAP_SIDE));
  const words = mapInWords(step, grid);
  const alt = variant === '' ? words : `${variant}: ${words}`;
  const place = headed ? '' : `<small>${escaped(stepHeading(step))}</small>`;
  const { width, height } = shownSize(map);
  const image = element('img', { src: pngUri(map), width, height, alt, ...mapData(grid) });
  return `<td>${image}${place}<small>${escaped(classCounts(grid))}</small></td>`;
}

/** A map of few rows or columns is stretched, so that its cells can be seen and pointed at. */
function shownSize({ width, height }: Raster): { width: number; height: number } {
  const stretched = (side: number) => side * Math.max(1, Math.ceil(MIN_MAP_SIDE / side));
  return { width: stretched(width), height: stretched(height) };
}

const MIN_MAP_SIDE = 16;
const MAX_TOLD_SHIFTS = 2500;

function mapData({ rows, columns, cells }: ClassGrid): Record<string, string> {
  if (cells.length > MAX_TOLD_SHIFTS) return {};
  const classes = Array.from(cells, (found) => (found < 0 ? '' : String(found))).join(' ');
  return { 'data-rows': rows.join(' '), 'data-columns': columns.join(' '), 'data-classes': classes };
}
