import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { object } from 'valibot';
import { image, run } from '../src/index.ts';

/**
 * How often a symbol classifier of other people keeps to its decision when a symbol moves: detypify-service (MIT, ONNX,
 * 50 convolutions), which takes white strokes of 8 pixels on 224×224 black ones. The symbols are those of its own list
 * that Inter has, in the weight whose strokes come nearest to 8 pixels, enlarged until 10 pixels are left to the border,
 * as the service does it; so a shift by up to 8 pixels takes nothing out of the frame.
 */
export async function symbolsMoved(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'coincide-detypify-'));
  try {
    const packed = execFileSync('npm', ['pack', '--silent', 'detypify-service@0.3.0'], {
      cwd: folder,
      encoding: 'utf8',
    });
    execFileSync('tar', ['xzf', packed.trim().split('\n').at(-1)!], { cwd: folder });
    const symbols: { char: string }[] = JSON.parse(
      readFileSync(join(folder, 'package/train/infer.json'), 'utf8'),
    );
    const glyphs = await drawnOf(symbols.map(({ char }) => char));
    console.log(`detypify-service: Inter has ${glyphs.length} of its ${symbols.length} symbols`);
    for (const max of [1, 2, 4, 8]) console.log(await consistency(glyphs, max, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function consistency(glyphs: readonly Glyph[], max: number, base: string): Promise<string> {
  const shape = [SIZE, SIZE, 1] as const;
  const kind = image({
    title: 'Symbols of a font.',
    options: object({}),
    shape: () => shape,
    pictures: () => ({
      list: glyphs.map(({ char, label }) => ({ name: char, label })),
      classes: Array.from({ length: 411 }, (_, label) => String(label)),
    }),
    draw: (_, __, source) => ({ shape, data: glyphs[source!.picture]!.data }),
  });
  const { table } = await run(
    {
      image: 'symbols',
      shift: { max },
      trials: 8,
      measures: ['accuracy', 'fidelity'],
      layers: [{ type: 'model', path: 'package/train/model.onnx' }, 'argmax'],
    },
    { images: { symbols: kind }, base },
  );
  const row = table.rows.at(-1)!;
  const share = (name: string) => Number(row[name]).toFixed(3);
  return (
    `  up to ${max} pixels: the same decision for ${share('match_rate')} ` +
    `[${share('match_low')}, ${share('match_high')}] of ${row.trials} (symbol, shift); ` +
    `right unshifted ${share('accuracy')}`
  );
}

interface Glyph {
  char: string;
  /** Its place in the model's list. */
  label: number;
  data: Float32Array;
}

const SIZE = 224;
const BORDER = 10;

/** Those that the font has, as pictures of values from 0 to 1. */
async function drawnOf(chars: readonly string[]): Promise<Glyph[]> {
  const require = createRequire(import.meta.url);
  const bytes = (path: string) => readFile(require.resolve(path));
  await initWasm((await bytes('@resvg/resvg-wasm/index_bg.wasm')) as BufferSource);
  const fonts = await Promise.all(
    SCRIPTS.map((script) => bytes(`@fontsource/inter/files/inter-${script}-${WEIGHT}-normal.woff2`)),
  );
  // A character that the font lacks is drawn as one it surely lacks: a box.
  const lacking = glyph(String.fromCodePoint(0x10fffd), fonts);
  return chars.flatMap((char, label) => {
    const data = glyph(char, fonts);
    const there = data?.some((value, i) => value !== lacking?.[i]);
    return data && there ? [{ char, label, data }] : [];
  });
}

const SCRIPTS = ['latin', 'latin-ext', 'greek'];
const WEIGHT = 100;

function glyph(char: string, fonts: Uint8Array[]): Float32Array | undefined {
  const text = (view: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}" width="${SIZE}" height="${SIZE}"><text x="200" y="600" font-family="Inter" font-weight="${WEIGHT}" font-size="400" fill="#fff">&#${char.codePointAt(0)};</text></svg>`;
  const font = { fontBuffers: fonts, defaultFontFamily: 'Inter', loadSystemFonts: false };
  const place = new Resvg(text('0 0 1000 1000'), { font });
  const box = place.getBBox();
  place.free();
  if (!box) return undefined;
  const side = (Math.max(box.width, box.height) * SIZE) / (SIZE - 2 * BORDER);
  const [left, top] = [box.x + box.width / 2 - side / 2, box.y + box.height / 2 - side / 2];
  const drawing = new Resvg(text(`${left} ${top} ${side} ${side}`), { font, background: '#000' });
  const { pixels } = drawing.render();
  drawing.free();
  return Float32Array.from({ length: SIZE * SIZE }, (_, i) => pixels[4 * i]! / 255);
}
