import { classGrid, classMap } from '../picture/class_grid.ts';
import { type ClassMapStep, classLabel, type FilmStrip, shiftLabel } from '../picture/film_strip.ts';
import { cellSide, classCounts, MAP_LEGEND, mapInWords } from '../picture/map_svg.ts';
import { pngUri } from '../picture/png.ts';
import { type Raster, shrinkToSquare } from '../picture/raster.ts';
import { renderOutput } from '../picture/render_output.ts';
import { stepHeading, stepSubheading, stripInWords } from '../picture/strip_svg.ts';
import { element, escaped } from '../picture/svg.ts';
import type { ReportEntry, ReportPlot } from './entry.ts';

/** Larger outputs are reduced to this many pixels: the page shows them no larger. */
const MAX_FRAME_SIDE = 128;

/** Largest side of a class map, in pixels. */
const MAX_MAP_SIDE = 112;

/** The film strip: a row for each shift, a column for each measured step. */
export function stripFigure(strip: FilmStrip, label: string): string {
  const rows = strip.shifts.map((shift, i) => {
    const cells = strip.steps.map((step) => {
      const words = i === 0 ? '' : classLabel(step.classes[i]);
      const note = words === '' ? '' : `<small${words === 'same' ? ' class="same"' : ''}>${words}</small>`;
      const alt = `${stepHeading(step)}, ${shiftLabel(shift)}${words === '' ? '' : `: ${words}`}`;
      return `<td>${imgElement(shrinkToSquare(renderOutput(step.outputs[i]!, step.channel, step.range), MAX_FRAME_SIDE), alt)}${note}</td>`;
    });
    return `<tr><th scope="row">${escaped(shiftLabel(shift))}</th>${cells.join('')}</tr>`;
  });
  const head = strip.steps.map((step) => stepHeader(step, stepSubheading(step))).join('');
  const caption = `Film strip${strip.title.includes('(') ? ` of ${strip.title}` : ''}. Brighter means a higher value; the darkest and the brightest value are above each column.`;
  return `<figure><figcaption>${escaped(caption)}</figcaption>${scrollRegion(
    `Film strip of ${label}`,
    `<table class="frames"><caption class="hidden">${escaped(stripInWords(strip))}</caption><thead><tr><th scope="col"><span class="quiet">shift</span></th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
  )}</figure>`;
}

/** The class maps: a row for each variant in `maps`, a column for each measured step. */
export function mapsFigure({ maps, variants, count }: ReportEntry, label: string): string {
  const heads = maps.map((steps) => steps.map(stepHeading));
  const alike = heads.every((one) => one.join() === heads[0]!.join());
  const rows = maps.map((steps, i) => {
    const name = variants[i] === undefined ? '' : `<th scope="row">${escaped(variants[i])}</th>`;
    return `<tr>${name}${steps.map((step) => mapCell(step, variants[i], alike)).join('')}</tr>`;
  });
  const first = variants.length === 0 ? '' : '<th scope="col"><span class="quiet">variant</span></th>';
  const head = alike
    ? `<thead><tr>${first}${maps[0]!.map((step) => stepHeader(step)).join('')}</tr></thead>`
    : '';
  const more = count > maps.length ? ` Only the first ${maps.length} of ${count} variants are shown.` : '';
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
  // Long names may break after an underscore.
  const name = escaped(stepHeading(step)).replaceAll('_', '_<wbr>');
  return `<th scope="col"><b>${name}</b>${quiet}</th>`;
}

function mapCell(step: ClassMapStep, variant: string | undefined, headed: boolean): string {
  const grid = classGrid(step.shiftClasses);
  if (!grid) return '<td><small>too many shifts to show</small></td>';
  const side = cellSide(grid, MAX_MAP_SIDE);
  const words = mapInWords(step, grid);
  const alt = variant === undefined ? words : `${variant}: ${words}`;
  const place = headed ? '' : `<small>${escaped(stepHeading(step))}</small>`;
  return `<td>${imgElement(classMap(grid, side), alt)}${place}<small>${escaped(classCounts(grid))}</small></td>`;
}

function imgElement(pixels: Raster, alt: string): string {
  return element('img', { src: pngUri(pixels), width: pixels.width, height: pixels.height, alt });
}
