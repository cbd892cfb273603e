import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { type ClassGrid, classGrid, classMap } from '../../picture/class_grid.ts';
import { cellSide } from '../../picture/map_svg.ts';
import type { MappedStep } from '../protocol.ts';
import { type PageState, shownStep } from '../state.ts';
import type { Texts } from '../texts/english.ts';
import { RasterCanvas } from './canvas.tsx';
import { usePage } from './context.ts';
import { afterKey } from './drag.ts';
import { classAt, shiftInNumbers, shiftInWords, stepName } from './words.ts';

/** The map of all shifts of one step: which give the same output, and where the image is now. */
export function ClassMapFigure({ state, stack }: { state: PageState; stack: 0 | 1 }): JSX.Element | null {
  const { texts } = usePage();
  const steps = state.results[stack].map?.steps;
  const step = steps?.[Math.min(shownStep(state), steps.length - 1)];
  const grid = useMemo(() => step && classGrid(step), [step]);
  if (!step) return null;
  if (!grid) return <p class="quiet">{texts.map.tooMany}</p>;
  return (
    <figure class="map">
      <MapSurface {...{ state, step, grid }} />
      <figcaption>
        <b>{stepName(step, texts)}</b> <span>{countsInWords(grid, texts)}</span>
        <span class="quiet">{step.decisions ? texts.map.decisions : texts.map.classes}</span>
      </figcaption>
    </figure>
  );
}

function MapSurface({
  state,
  step,
  grid,
}: {
  state: PageState;
  step: MappedStep;
  grid: ClassGrid;
}): JSX.Element {
  const { controller, texts } = usePage();
  const raster = useMemo(() => classMap(grid, Math.max(12, cellSide(grid, 240))), [grid]);
  const { shift } = state.setting;
  const [rows, columns] = [grid.rows.length, grid.columns.length];
  const at = [placeIn(grid.rows, shift[0]), placeIn(grid.columns, shift[1])];
  const go = (row: number, column: number) => {
    const to = [grid.rows[row], grid.columns[column]];
    if (to[0] === undefined || to[1] === undefined) return;
    controller.set({ shift: [to[0]!, to[1]!] });
  };
  const found = classAt(step, shift);
  const place = [
    shiftInWords(shift, texts),
    ...(found === undefined ? [] : [texts.map.inClass(found + 1, step.classes)]),
  ];
  const pick = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    go(
      Math.floor(((event.clientY - box.top) / box.height) * rows),
      Math.floor(((event.clientX - box.left) / box.width) * columns),
    );
  };
  return (
    <div
      class="surface"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys
      tabIndex={0}
      style={{ aspectRatio: `${columns} / ${rows}`, '--rows': String(rows), '--columns': String(columns) }}
      aria-label={texts.map.surface(step.dy.length, countsInWords(grid, texts), place.join(', '))}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        pick(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) pick(event);
      }}
      onKeyDown={(event) => {
        const to = afterKey(event.key, [Math.round(at[0]!), Math.round(at[1]!)], false, event.shiftKey);
        if (!to) return;
        event.preventDefault();
        if (event.key === 'Home' || event.key === '0') return controller.set({ shift: [0, 0] });
        go(Math.max(0, Math.min(rows - 1, to[0])), Math.max(0, Math.min(columns - 1, to[1])));
      }}
    >
      <RasterCanvas raster={raster} aria-hidden="true" />
      <i
        class="here"
        title={shiftInNumbers(shift)}
        style={{
          top: `${((at[0]! + 0.5) / rows) * 100}%`,
          left: `${((at[1]! + 0.5) / columns) * 100}%`,
        }}
      />
    </div>
  );
}

/** `45 classes, 5 of 49 same`, or `all 49 same` */
function countsInWords({ members }: ClassGrid, { map }: Texts): string {
  const shifts = [...members.values()].reduce((sum, n) => sum + n, 0);
  const same = members.get(0) ?? 0;
  return members.size === 1 && same > 0 ? map.allSame(shifts) : map.counts(members.size, same, shifts);
}

/** The place of a shift among the rows or columns of the map, also between two of them. */
function placeIn(values: readonly number[], shift: number): number {
  const after = values.findIndex((value) => value >= shift - 1e-9);
  if (after === -1) return values.length - 1;
  if (after === 0 || Math.abs(values[after]! - shift) < 1e-9) return after;
  const [low, high] = [values[after - 1]!, values[after]!];
  return after - 1 + (shift - low) / (high - low);
}
