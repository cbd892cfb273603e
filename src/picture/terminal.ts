import { CLEAR, type Colour, lightness } from './colour.ts';
import { colourOfPixel, type Raster } from './raster.ts';

/** The colours of a terminal: 16 million, 256, four greys, or none (characters only). */
export type Palette = 'true' | '256' | 'grey' | 'plain';

/** Draws a raster as lines of characters. A character shows two pixels, one above the other: 5×8 pixels are 3 lines of 8. */
export function rasterLines(picture: Raster, palette: Palette): string[] {
  const lines: string[] = [];
  for (let y = 0; y < picture.height; y += 2) {
    let line = '';
    let state = '';
    for (let x = 0; x < picture.width; x++) {
      const top = colourOfPixel(picture, y, x);
      const bottom = y + 1 < picture.height ? colourOfPixel(picture, y + 1, x) : CLEAR;
      if (palette === 'plain') line += plainCharacter(top, bottom);
      else {
        const [code, mark] = halfBlock(top, bottom, palette);
        line += code === state ? mark : `${RESET}${code}${mark}`;
        state = code;
      }
    }
    lines.push(palette === 'plain' ? line : `${line}${RESET}`);
  }
  return lines;
}

const RESET = '\u001b[0m';

/** Characters from empty to full. */
const DENSITY = ' .:-=+*#%@';

function plainCharacter(top: Colour, bottom: Colour): string {
  const seen = [top, bottom].filter(([, , , alpha]) => alpha > 0).map(lightness);
  if (seen.length === 0) return ' ';
  const mean = seen.reduce((sum, one) => sum + one, 0) / seen.length;
  // The darkest colour of viridis has a lightness of about 40, the brightest of about 225.
  return DENSITY[
    Math.min(DENSITY.length - 1, Math.max(0, Math.floor(((mean - 40) / 185) * DENSITY.length)))
  ]!;
}

function halfBlock(top: Colour, bottom: Colour, palette: Palette): readonly [code: string, mark: string] {
  const [above, below] = [top[3] > 0, bottom[3] > 0];
  if (!above && !below) return ['', ' '];
  if (!below) return [`\u001b[${foreground(top, palette)}m`, '▀'];
  if (!above) return [`\u001b[${foreground(bottom, palette)}m`, '▄'];
  return [`\u001b[${foreground(top, palette)};${background(bottom, palette)}m`, '▀'];
}

/** The escape code that sets the text colour. */
function foreground(colour: Colour, palette: Palette): string {
  return colourCode(colour, palette, 38, [30, 90, 37, 97]);
}

/** The escape code that sets the background colour. */
export function background(colour: Colour, palette: Palette): string {
  return colourCode(colour, palette, 48, [40, 100, 47, 107]);
}

/** @param greys the codes of four greys */
function colourCode(colour: Colour, palette: Palette, ground: 38 | 48, greys: readonly number[]): string {
  if (palette === 'true') return `${ground};2;${colour.slice(0, 3).join(';')}`;
  if (palette === '256') return `${ground};5;${cubeColour(colour)}`;
  return String(greys[greyLevel(colour)]);
}

const CUBE_LEVELS = [0, 95, 135, 175, 215, 255];

/** The number of the nearest colour in xterm's 6×6×6 cube. */
function cubeColour([red, green, blue]: Colour): number {
  const [r, g, b] = [red, green, blue].map((part) => {
    const away = CUBE_LEVELS.map((level) => Math.abs(level - part));
    return away.indexOf(Math.min(...away));
  });
  return 16 + 36 * r! + 6 * g! + b!;
}

function greyLevel(colour: Colour): number {
  return Math.min(3, Math.floor((lightness(colour) / 256) * 4));
}
