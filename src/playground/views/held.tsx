import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { sizeLabel } from '../../core/tensor.ts';
import { channelLabel } from '../../picture/film_strip.ts';
import type { SeenCells } from '../../run/seen_cells.ts';
import type { HeldStep } from '../protocol.ts';
import { mappedStep, type PageState, withSetting } from '../state.ts';
import type { Texts } from '../texts/english.ts';
import { RasterCanvas } from './canvas.tsx';
import { usePage } from './context.ts';
import { afterKey, type Reach, shiftWithin } from './drag.ts';
import { changedCells, outputRaster, shownOutputs } from './output_raster.ts';
import { classInWords, shiftInNumbers, shiftInWords, stepName } from './words.ts';

/** The image in one's hand, and the output at each depth. */
export function HeldImage({ state, stack }: { state: PageState; stack: 0 | 1 }): JSX.Element {
  const { texts } = usePage();
  const { held } = state.results[stack];
  const other = state.results[stack === 0 ? 1 : 0].held;
  if (!held) return <p class="quiet wait">{texts.scene.drawing}</p>;
  return (
    <ol class="steps" style={{ '--span': String(Math.max(2, Math.ceil((held.steps.length - 1) / 2))) }}>
      {held.steps.map((step, at) => (
        <li key={step.step} class={at === 0 ? 'first' : ''}>
          <HeldOutput
            {...{ state, stack, step, at }}
            seen={stack === 0 ? held.seen?.[at] : undefined}
            mapped={mappedStep(state.results[stack], step.step)}
            unlike={isUnlike(
              step,
              other?.steps.find(({ depth }) => depth === step.depth && step.step > 0),
            )}
          />
        </li>
      ))}
    </ol>
  );
}

/** Whether one stack sees the shift where the other does not. */
function isUnlike(step: HeldStep, other: HeldStep | undefined): boolean {
  return other !== undefined && step.same !== other.same;
}

interface HeldOutputProps {
  state: PageState;
  stack: 0 | 1;
  step: HeldStep;
  at: number;
  seen: SeenCells | undefined;
  mapped: Parameters<typeof classInWords>[1];
  unlike: boolean;
}

function HeldOutput({ state, stack, step, at, seen, mapped, unlike }: HeldOutputProps): JSX.Element {
  const { texts } = usePage();
  const { scene } = texts;
  const raster = useMemo(() => outputRaster(step, seen, at > 0), [step, seen, at]);
  const { shift } = state.setting;
  const words = classInWords(step, mapped, shift, texts);
  const changed = step.same === true ? 0 : changedCells(step);
  const cells = step.shape[0] * step.shape[1];
  return (
    <figure class={`output ${step.same === true ? 'same' : 'differs'}`}>
      {at === 0 ? (
        <DragSurface {...{ state }}>
          <RasterCanvas raster={raster} aria-hidden="true" />
        </DragSurface>
      ) : mapped?.decisions && step.output.length === 1 ? (
        <div class="frame decision">{nameOfClass(state, stack, step.output[0]!, texts)}</div>
      ) : step.probabilities ? (
        <Probabilities step={step} classNames={state.results[stack].reading?.classNames} />
      ) : (
        <Traceable {...{ state, stack, step, at }}>
          <RasterCanvas raster={raster} aria-hidden="true" />
        </Traceable>
      )}
      <figcaption>
        <b>{stepName(step, texts)}</b>
        <span class="quiet">{sizeLabel(step.shape)}</span>
        <ShownChannels step={step} />
        <span class={`verdict ${step.same === true ? 'same' : 'differs'}`}>
          {at === 0 ? shiftInNumbers(shift) : words}
        </span>
        {at > 0 && cells > 1 && (
          <span class="quiet kept" data-most={scene.cellsChanged(cells, cells)}>
            <span>{changed > 0 && scene.cellsChanged(changed, cells)}</span>
          </span>
        )}
        {at > 0 && state.setting.second !== undefined && (
          <span class="kept" data-most={scene.unlike}>
            {unlike && <span class="unlike">{scene.unlike}</span>}
          </span>
        )}
        <Decision state={state} stack={stack} step={step} />
      </figcaption>
      {step.second && <SecondImage step={step} second={step.second} first={at === 0} />}
    </figure>
  );
}

/** What is shown of the channels of an output, where that is not every one in its place. */
function ShownChannels({ step }: { step: HeldStep }): JSX.Element | null {
  const { shownChannels } = usePage().texts.scene;
  const label = useMemo(() => channelLabel(shownOutputs(step)), [step]);
  if (label === undefined || step.probabilities) return null;
  const words = Object.values(shownChannels);
  return (
    <span
      class="quiet kept channels"
      data-most={words.reduce((most, one) => (one.length > most.length ? one : most))}
    >
      <span>{shownChannels[label as keyof typeof shownChannels]}</span>
    </span>
  );
}

/** The output of the image of `against`, with the cells in which it differs from the one above. */
function SecondImage({
  step,
  second: { output, agrees },
  first,
}: {
  step: HeldStep;
  second: NonNullable<HeldStep['second']>;
  first: boolean;
}): JSX.Element {
  const raster = useMemo(
    () => outputRaster({ ...step, reference: step.output, output, same: agrees }, undefined, !first),
    [step],
  );
  const { scene } = usePage().texts;
  const words = agrees === true ? scene.agrees : scene.disagrees;
  return (
    <div class="second">
      <RasterCanvas raster={raster} aria-hidden="true" />
      <span class={`verdict ${agrees === true ? 'same' : 'differs'}`}>
        {scene.secondImage}
        {first ? '' : `: ${words}`}
      </span>
    </div>
  );
}

/** The name of the class that a layer has decided for. */
function Decision({
  state,
  stack,
  step,
}: {
  state: PageState;
  stack: 0 | 1;
  step: HeldStep;
}): JSX.Element | null {
  const { texts } = usePage();
  const mapped = mappedStep(state.results[stack], step.step);
  if (!mapped?.decisions || step.output.length !== 1) return null;
  const [now, before] = [step.output[0]!, step.reference[0]!];
  const name = (number: number) => nameOfClass(state, stack, number, texts);
  return (
    <span class={now === before ? '' : 'flip'}>
      {now === before ? name(now) : `${name(before)} → ${name(now)}`}
    </span>
  );
}

/** The name of a class of the pictures, or its number. */
function nameOfClass(state: PageState, stack: 0 | 1, number: number, { scene }: Texts): string {
  const name = state.results[stack].reading?.classNames?.[number];
  return name === undefined || name === String(number) ? scene.classNumber(number) : name;
}

function Probabilities({
  step,
  classNames,
}: {
  step: HeldStep;
  classNames: readonly (string | undefined)[] | undefined;
}): JSX.Element {
  const { scene } = usePage().texts;
  const all = Array.from(step.probabilities!, (value, number) => ({ value, number }));
  const shown = all.sort((a, b) => b.value - a.value).slice(0, 5);
  return (
    <ul class="bars" aria-label={scene.likely}>
      {shown.map(({ value, number }) => (
        <li key={number}>
          <span>{classNames?.[number] ?? scene.classNumber(number)}</span>
          <meter
            min={0}
            max={1}
            value={value}
            aria-label={classNames?.[number] ?? scene.classNumber(number)}
          />
          <span class="quiet">{value.toFixed(3)}</span>
        </li>
      ))}
    </ul>
  );
}

/** A surface that moves the image: by mouse, finger or arrow keys. Alt moves by quarters of a pixel, Shift by four. */
function DragSurface({ state, children }: { state: PageState; children: JSX.Element }): JSX.Element {
  const { controller, texts } = usePage();
  const from = useRef<
    { pointer: number; x: number; y: number; shift: readonly [number, number] } | undefined
  >(undefined);
  const reach = reachOfMap(state);
  const { shift } = state.setting;
  const move = (to: readonly [number, number], parts: boolean) =>
    controller.change((before) => {
      const shift = shiftWithin(reach, to, parts);
      return shift.join() === before.setting.shift.join() ? before : withSetting(before, { shift });
    });
  const release = (event: PointerEvent) => {
    if (from.current?.pointer === event.pointerId) from.current = undefined;
  };
  const [height, width] = state.results[0].held!.steps[0]!.shape;
  return (
    <div
      class="drag"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys
      tabIndex={0}
      aria-label={texts.scene.image(shiftInWords(shift, texts))}
      onPointerDown={(event) => {
        // A second finger moves nothing.
        if (from.current) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = {
          pointer: event.pointerId,
          x: event.clientX,
          y: event.clientY,
          shift: controller.state().setting.shift,
        };
      }}
      onPointerMove={(event) => {
        const start = from.current;
        if (start?.pointer !== event.pointerId) return;
        const box = event.currentTarget.getBoundingClientRect();
        const dy = ((event.clientY - start.y) / box.height) * height;
        const dx = ((event.clientX - start.x) / box.width) * width;
        move([start.shift[0] + dy, start.shift[1] + dx], event.altKey);
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={(event) => {
        const to = afterKey(event.key, controller.state().setting.shift, event.altKey, event.shiftKey);
        if (!to) return;
        event.preventDefault();
        move(to, event.altKey || to.some((part) => !Number.isInteger(part)));
      }}
    >
      {children}
    </div>
  );
}

/** The shifts of the range, as far as they reach on each axis. */
function reachOfMap({ results: [{ map }] }: PageState): Reach {
  const [step] = map?.steps ?? [];
  if (!step) return { y: [-3, 3], x: [-3, 3] };
  const ends = (values: Float64Array) =>
    [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))] as const;
  return { y: ends(step.dy), x: ends(step.dx) };
}

/** An output whose cells can be traced back to the image, by a click or with arrow keys. */
function Traceable({
  state,
  stack,
  step,
  at,
  children,
}: Pick<HeldOutputProps, 'state' | 'stack' | 'step' | 'at'> & { children: JSX.Element }): JSX.Element {
  const { controller, texts } = usePage();
  const [height, width] = step.shape;
  const { trace } = state.setting;
  const own = trace?.at === at ? trace : undefined;
  if (stack === 1 || height * width === 1) return <div class="frame">{children}</div>;
  const set = (y: number, x: number) =>
    controller.set({ trace: { at, y: cellWithin(y, height), x: cellWithin(x, width) } });
  const clear = () => controller.set({ trace: undefined });
  return (
    <button
      type="button"
      class="frame trace"
      aria-pressed={own !== undefined}
      aria-label={
        own
          ? texts.scene.traced(own.y, own.x, stepName(step, texts))
          : texts.scene.trace(stepName(step, texts))
      }
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const byKeys = event.detail === 0;
        const y = byKeys
          ? Math.floor(height / 2)
          : Math.floor(((event.clientY - box.top) / box.height) * height);
        const x = byKeys
          ? Math.floor(width / 2)
          : Math.floor(((event.clientX - box.left) / box.width) * width);
        if (own && (byKeys || (own.y === y && own.x === x))) clear();
        else set(y, x);
      }}
      onKeyDown={(event) => {
        if (!own) return;
        if (event.key === 'Escape') return clear();
        const to = afterKey(event.key, [own.y, own.x], false, event.shiftKey);
        if (!to) return;
        event.preventDefault();
        set(to[0], to[1]);
      }}
    >
      {children}
    </button>
  );
}

function cellWithin(value: number, length: number): number {
  return Math.min(length - 1, Math.max(0, value));
}
