import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { renderPlot } from '../../../src/plot/render.ts';

/** A text of a figure and where it is, in pixels from the figure's upper left corner. */
export interface TextBox {
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Every text that a specification draws, from Vega's scene graph, and the size of the figure. */
export async function textBoxes(
  spec: TopLevelSpec,
): Promise<{ boxes: TextBox[]; width: number; height: number }> {
  // This also makes Vega measure texts by the table.
  await renderPlot(spec);
  const view = new vega.View(vega.parse(compile(spec, { logger: vega.logger(vega.None) }).spec), {
    renderer: 'none',
  });
  const svg = await view.toSVG();
  const [, width, height] = / width="([\d.]+)" height="([\d.]+)"/.exec(svg)!;
  const [, x, y] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(svg)!;
  const boxes: TextBox[] = [];
  const { root } = view.scenegraph() as unknown as { root: SceneMark };
  collect(root, [Number(x), Number(y)], boxes);
  view.finalize();
  return { boxes, width: Number(width), height: Number(height) };
}

function collect({ marktype, items }: SceneMark, [x, y]: readonly [number, number], boxes: TextBox[]): void {
  for (const item of items) {
    if (marktype === 'group') {
      for (const mark of item.items ?? []) collect(mark, [x + (item.x ?? 0), y + (item.y ?? 0)], boxes);
      continue;
    }
    const text = [item.text ?? ''].flat().join(' ').trim();
    if (marktype !== 'text' || text === '' || item.opacity === 0) continue;
    const { x1, y1, x2, y2 } = item.bounds;
    boxes.push({ text, left: x + x1, top: y + y1, right: x + x2, bottom: y + y2 });
  }
}

interface SceneMark {
  marktype: string;
  items: readonly SceneItem[];
}

interface SceneItem {
  x?: number;
  y?: number;
  text?: string | readonly string[];
  opacity?: number;
  bounds: { x1: number; y1: number; x2: number; y2: number };
  items?: readonly SceneMark[];
}

/** The faults of a figure's texts, in words: two that overlap by more than a pixel, or one that leaves the figure. */
export function faultsOfTexts({ boxes, width, height }: Awaited<ReturnType<typeof textBoxes>>): string[] {
  const faults: string[] = [];
  for (const [i, one] of boxes.entries()) {
    if (one.left < -1 || one.top < -1 || one.right > width + 1 || one.bottom > height + 1)
      faults.push(`"${one.text}" leaves the figure`);
    for (const other of boxes.slice(i + 1)) {
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (across > 1 && down > 1) faults.push(`"${one.text}" and "${other.text}" overlap`);
    }
  }
  return faults;
}
