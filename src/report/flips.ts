import { pngUri } from '../picture/png.ts';
import { shrinkToSquare } from '../picture/raster.ts';
import { photograph, valueRange } from '../picture/render_output.ts';
import { element, escaped } from '../picture/svg.ts';
import type { Flip, PicturedFlip } from '../run/flips.ts';
import { numberedClass } from '../run/numbered_class.ts';
import { scrollRegion } from './figures.ts';

/** Side of a picture, in pixels. */
const PICTURE_SIDE = 128;

/**
 * The pictures whose decision changes most often, each unshifted and under the shortest shift that changes it; as a list
 * of words where these are not known. Empty if there are none.
 */
export function flipsSection(flips: readonly PicturedFlip[], label: string): string {
  if (flips.length === 0) return '';
  const heading = '<h3>Most frequent changes of the decision</h3>';
  const words = (flip: Flip) => escaped(flipInWords(flip));
  if (!flips.some(({ pictures }) => pictures)) {
    const items = flips.map((flip) => `<li>${words(flip)}</li>`);
    const hint = '<p class="quiet"><code>tables: [summary, decisions]</code> adds the pictures.</p>';
    return `${heading}<ul class="flips">${items.join('')}</ul>${hint}`;
  }
  const rows = flips.map((flip) => `<tr><th scope="row">${words(flip)}</th>${flipCells(flip).join('')}</tr>`);
  const head = '<th scope="col"></th><th scope="col">unshifted</th><th scope="col">shifted</th>';
  const table = `<table class="frames flips"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return `${heading}${scrollRegion(`Most frequent changes of the decision of ${label}`, table)}`;
}

function flipCells({ pictures, shift, image = 'the image', ...flip }: PicturedFlip): string[] {
  if (!pictures || !shift) return ['<td></td>', '<td></td>'];
  const range = valueRange(pictures, undefined);
  const moved = `(${shift.join(', ')})`.replaceAll('-', '−');
  const decisions = [
    numberedClass(flip.decision, flip.decisionName),
    `${moved}: ${numberedClass(flip.other, flip.otherName)}`,
  ];
  return pictures.map((picture, i) => {
    const shown = shrinkToSquare(photograph(picture, range), PICTURE_SIDE);
    const times = Math.max(1, Math.floor(PICTURE_SIDE / Math.max(shown.width, shown.height)));
    const size = { width: shown.width * times, height: shown.height * times };
    const alt = `${image}, ${i === 0 ? 'unshifted' : 'shifted'}: ${decisions[i]}`;
    const frame = `<span class="frame">${element('img', { src: pngUri(shown), ...size, alt })}</span>`;
    return `<td>${frame}<small>${escaped(decisions[i]!)}</small></td>`;
  });
}

/** @returns for example `boot/1.png: sandal (5) becomes boot (9) in 40 % of trials` */
export function flipInWords({ image = 'The image', variantName, rate, of, ...flip }: Flip): string {
  const percent = Number((100 * rate).toPrecision(3));
  const change = `${numberedClass(flip.decision, flip.decisionName)} becomes ${numberedClass(flip.other, flip.otherName)}`;
  return `${variantName === '' ? '' : `${variantName}, `}${image}: ${change} in ${percent} % of ${of}`;
}
