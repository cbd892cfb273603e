import { fieldName } from '../plot/channels.ts';
import type { PlotData } from '../plot/drawing.ts';
import { renderPlot } from '../plot/render.ts';
import { plotSpec } from '../plot/spec.ts';
import type { PlotTable } from '../plot/table.ts';
import type { ReportPlot } from './entry.ts';

/** The plots of a report: one for each of a few columns that the table has. */
export async function plotsOf(table: PlotTable): Promise<ReportPlot[]> {
  const { columns, rows } = table;
  const there = (name: string) =>
    columns.some((column) => column.name === name) && rows.some((row) => typeof row[name] === 'number');
  const drawings: ReportPlot[] = [];
  for (const [y, caption] of Object.entries(CAPTIONS)) {
    if (!there(y)) continue;
    const spec = plotSpec(table, { y, bare: true });
    // A figure of the last step may have no value of a measure that earlier steps have.
    const { values } = spec.data as { values: PlotData };
    if (!values.some((row) => typeof row[fieldName(y)] === 'number')) continue;
    drawings.push({ caption: `${caption} (${y})`, svg: await renderPlot(spec) });
  }
  return drawings;
}

const CAPTIONS: Readonly<Record<string, string>> = {
  match_rate: 'Trials that match the unshifted output, with their 95 % interval',
  against_rate: 'Trials in which the second image gives the same output',
  relative_l2: 'Distance from the unshifted output, relative to its norm',
  active_fraction: 'Share of non-zero values in the unshifted output',
};
