import { UserError } from '../../core/error.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { createHeldLayers } from '../../layers/stack/held_layers.ts';
import { plainBackend } from '../../model/packages.ts';
import { stripSvg } from '../../picture/strip_svg.ts';
import { plotSpec } from '../../plot/spec.ts';
import type { PlotTable } from '../../plot/table.ts';
import { capture } from '../../run/capture.ts';
import type { Result } from '../../run/run.ts';
import type { RunSettings } from '../../run/settings.ts';
import type { Answer, Ask, Computation, GivenExperiment, Numbered } from '../protocol.ts';
import { mapShifts, withPicture } from './every_shift.ts';
import { hold } from './hold.ts';
import { takeFiles } from './page_files.ts';
import { part, placeParts } from './parts.ts';
import { pageReading, type ReadText, readExperimentText } from './read_text.ts';
import type { VegaPart } from './vega_part.ts';
import { runTable, shownOutcome } from './whole_run.ts';

/** The worker of the page: it reads experiments and computes, one ask at a time; a new one ends the one before. */

const scope = self as unknown as {
  postMessage(message: Numbered<Answer>): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Numbered<Ask>>) => void): void;
};

/** How the page computes: as `coincide run` does with `--backend auto`. TensorFlow.js is loaded when it is needed. */
const settings: RunSettings = { loops: true, backend: plainBackend };

let current = new AbortController();
let lastWork: Promise<void> = Promise.resolve();

scope.addEventListener('message', ({ data: { id, message } }) => {
  const tell = (answer: Answer) => scope.postMessage({ id, message: answer });
  if (message.ask === 'setup') return placeParts(message.setup);
  current.abort();
  current = new AbortController();
  if (message.ask === 'stop') return;
  const { signal } = current;
  lastWork = lastWork.then(async () => {
    // Files are taken also where something else is asked before they can be.
    if (signal.aborted && message.ask !== 'files') return tell({ answer: 'done' });
    const what = computationOf[message.ask];
    // A step may take long before anything of it is done.
    const slow =
      what && setTimeout(() => signal.aborted || tell({ answer: 'progress', share: 0, what }), SOON);
    try {
      await answerTo(message, signal, tell);
    } catch (error) {
      if (!signal.aborted) tell(failedAnswer(error));
    } finally {
      clearTimeout(slow);
    }
    tell({ answer: 'done' });
  });
});

/** Milliseconds after which work is long, and can be stopped. */
const SOON = 300;

const computationOf: Readonly<Partial<Record<Ask['ask'], Computation>>> = {
  measure: 'shifts',
  table: 'table',
};

type Tell = (answer: Answer) => void;

async function answerTo(ask: Ask, signal: AbortSignal, tell: Tell): Promise<void> {
  if (ask.ask === 'files') {
    heldLayers.releaseAll();
    known = undefined;
    return takeFiles(ask.files);
  }
  if (ask.ask === 'setup' || ask.ask === 'stop') return;
  const read = await readOnce(ask.experiment);
  const { experiment } = read;
  if (ask.ask === 'measure') tell({ answer: 'reading', reading: pageReading(read, ask.variant) });
  if (!experiment) return;
  const at = 'variant' in ask ? Math.min(ask.variant, experiment.variants.length - 1) : 0;
  const progress = (what: Computation) => {
    let told = performance.now();
    return (done: number, of: number) => {
      if (performance.now() - told < 100) return;
      told = performance.now();
      tell({ answer: 'progress', share: done / of, what });
    };
  };
  if (ask.ask === 'hold') {
    const variant = withPicture(experiment.variants[at]!, ask.picture);
    tell({ answer: 'held', held: await hold(variant, ask.shift, ask.trace, settings) });
  }
  if (ask.ask === 'measure') {
    const map = await mapShifts(experiment, at, ask.picture, {
      ...settings,
      signal,
      progress: progress('shifts'),
    });
    tell({ answer: 'map', map });
  }
  // `coincide run` refuses a file with mistakes, so it has no table.
  if (ask.ask === 'table' && read.problems.length === 0) {
    const result = await runTable(experiment, { ...settings, signal, progress: progress('table') });
    plotTables.set(experiment, plotTableOf(result));
    tell({ answer: 'outcome', outcome: shownOutcome(result) });
  }
  if (ask.ask === 'strip') {
    const alone: Experiment = { ...experiment, variants: [experiment.variants[at]!], expect: [] };
    const { pictured } = await capture(alone, { ...settings, signal });
    tell({ answer: 'strip', svg: stripSvg(pictured[0]!.strip) });
  }
  if (ask.ask === 'plot') {
    const table =
      plotTables.get(experiment) ?? plotTableOf(await runTable(experiment, { ...settings, signal }));
    const spec = plotSpec(table, { y: ask.y ?? 'match_rate', bare: true });
    const { drawPlot } = (await part('vega.js')) as VegaPart;
    tell({ answer: 'plot', svg: await drawPlot(spec) });
  }
}

function plotTableOf({ experiment, table }: Result): PlotTable {
  return { experiment, ...table };
}

/** Tables that were computed before, for plots. */
const plotTables = new WeakMap<Experiment, PlotTable>();

/** The experiment that was read last, with its layers held in memory. */
let known: { given: GivenExperiment; read: ReadText } | undefined;
const heldLayers = createHeldLayers();

async function readOnce(given: GivenExperiment): Promise<ReadText> {
  if (known?.given.text === given.text && known.given.name === given.name) return known.read;
  const read = await readExperimentText(given);
  // Held before the last one is freed: they may share a model.
  heldLayers.hold(read, read.experiment?.variants ?? []);
  if (known) heldLayers.release(known.read);
  known = { given, read };
  return read;
}

/** What the page says of an error: one that the user can mend, or a defect. */
function failedAnswer(error: unknown): Answer {
  if (error instanceof UserError) return { answer: 'failed', message: error.message, defect: false };
  const message = error instanceof Error ? error.message : String(error);
  return { answer: 'failed', message, defect: true };
}
