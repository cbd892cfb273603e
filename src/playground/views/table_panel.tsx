import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownTable, ShownVerdict } from '../protocol.ts';
import type { PageState } from '../state.ts';
import { columnMeaningIn } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { usePage } from './context.ts';
import { copyText, download } from './files.ts';
import { Names } from './names.tsx';
import { Scroll } from './scroll.tsx';
import { pngOfSvg } from './svg_to_png.ts';

/** The table of the whole experiment, as `coincide run` writes it, and pictures to take along. */
export function TablePanel({ state }: { state: PageState }): JSX.Element {
  const { controller, texts } = usePage();
  const { table: words } = texts;
  const { outcome, reading, progress } = state.results[0];
  const refused = (reading?.problems.length ?? 0) > 0;
  return (
    <div class="tables">
      {refused && <p class="wait">{words.refused}</p>}
      {!refused && !outcome && (
        <p class="wait">
          {progress ? words.running : words.soon}{' '}
          {!progress && <Button words={words.run} act={() => controller.run()} />}
        </p>
      )}
      {outcome && (
        <>
          <ul class="verdicts">
            {outcome.verdicts.map((verdict, i) => (
              <VerdictItem key={i} verdict={verdict} />
            ))}
          </ul>
          {outcome.warnings.map((warning) => (
            <p key={warning} class="warn" lang="en">
              {warning}
            </p>
          ))}
          {outcome.tables.map((table) => (
            <CsvTable key={table.file} table={table} say={controller.say} />
          ))}
          <Plot state={state} columns={plotted(outcome.tables[0]!)} />
        </>
      )}
      <Strip state={state} />
    </div>
  );
}

function VerdictItem({ verdict: { text, state, warns, line } }: { verdict: ShownVerdict }): JSX.Element {
  const mark = state === 'passed' ? '✓' : warns ? '!' : '✗';
  const { table, messages } = usePage().texts;
  return (
    <li class={state}>
      <b aria-hidden="true">{mark}</b> <span lang="en">{text}</span>: {table[state]}
      {line !== undefined && state !== 'passed' && <span class="quiet"> {messages.inLine(line)}</span>}
    </li>
  );
}

function CsvTable({ table, say }: { table: ShownTable; say(notice: string): void }): JSX.Element {
  const { texts, language } = usePage();
  const { file, csv, header, meanings, rows } = table;
  const all = csv.split('\n').length - 2;
  return (
    <section class="part">
      <h2>{file}</h2>
      <p class="actions">
        <Button words={texts.table.download} act={() => download(file, csv, 'text/csv')} />
        <Button words={texts.table.copy} act={() => copyText(csv, texts).then(say)} />
      </p>
      <Scroll label={file}>
        <table class="data" lang="en">
          <thead>
            <tr>
              {header.map((name, i) => (
                <th key={name} lang={language} title={columnMeaningIn(language, meanings[i]!)}>
                  <span lang="en">{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={j}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {all > rows.length && <p class="quiet">{texts.table.firstRows(rows.length, all)}</p>}
    </section>
  );
}

/** The columns of numbers that can be plotted. */
function plotted({ header, rows }: ShownTable): string[] {
  const first = header.indexOf('compare') + 1;
  return header.filter(
    (_, i) => i >= first && rows.some((row) => row[i] !== '' && Number.isFinite(Number(row[i]))),
  );
}

function Plot({ state, columns }: { state: PageState; columns: readonly string[] }): JSX.Element {
  const { controller, texts } = usePage();
  const { table: words } = texts;
  const [column, setColumn] = useState('match_rate');
  const [why, setWhy] = useState<string | undefined>(undefined);
  const draw = (name: string) => {
    setColumn(name);
    setWhy(undefined);
    controller.plot(name).then(
      (plot) => plot === undefined || controller.change((before) => ({ ...before, plot })),
      (error: Error) => setWhy(error.message),
    );
  };
  return (
    <section class="part">
      <h2>{words.plot}</h2>
      <p class="actions">
        <label>
          <span class="hidden">{words.column}</span>
          <select value={column} onChange={(event) => draw(event.currentTarget.value)}>
            <Names names={columns} />
          </select>
        </label>
        <Button words={words.draw} act={() => draw(column)} />
        {state.plot && (
          <Button words="SVG" act={() => download(`${column}.svg`, state.plot!, 'image/svg+xml')} />
        )}
      </p>
      <Refusal why={why} />
      {state.plot && <Svg text={state.plot} />}
    </section>
  );
}

/** An SVG that this page drew, as elements: so it takes the page's colours. */
function Svg({ text }: { text: string }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
    place.current!.replaceChildren(document.importNode(documentElement, true));
  }, [text]);
  return <div class="plot" lang="en" ref={place} />;
}

/** Why something could not be drawn, in the words of the library. */
function Refusal({ why }: { why: string | undefined }): JSX.Element | null {
  if (why === undefined) return null;
  return (
    <p class="warn" lang="en">
      {why}
    </p>
  );
}

/** The film strip of a few shifts as a file. */
function Strip({ state }: { state: PageState }): JSX.Element {
  const { controller, texts } = usePage();
  const { table: words } = texts;
  const [why, setWhy] = useState<string | undefined>(undefined);
  const name = state.setting.name.slice(state.setting.name.lastIndexOf('/') + 1);
  const usable = state.results[0].reading?.usable === true;
  const save = (type: 'svg' | 'png') => {
    setWhy(undefined);
    controller
      .strip()
      .then(async (svg) => {
        if (svg === undefined) return;
        if (type === 'svg') download(`${name}.svg`, svg, 'image/svg+xml');
        else download(`${name}.png`, await pngOfSvg(svg, words.tooLarge), 'image/png');
      })
      .catch((error: Error) => setWhy(error.message));
  };
  return (
    <section class="part">
      <h2>{words.strip}</h2>
      <p class="quiet">{words.aboutStrip}</p>
      <p class="actions">
        <Button disabled={!usable} words="PNG" act={() => save('png')} />
        <Button disabled={!usable} words="SVG" act={() => save('svg')} />
      </p>
      <Refusal why={why} />
    </section>
  );
}
