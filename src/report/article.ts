import { formatExpectation, isFailure, type Verdict } from '../expect/expect.ts';
import { moreBroken, violationText } from '../expect/row_text.ts';
import { fileWords } from '../experiment/disk/standard_input.ts';
import { dataUri } from '../picture/png.ts';
import { escaped } from '../picture/svg.ts';
import { lastSteps } from '../plot/table.ts';
import { type Column, isSwept } from '../results/columns.ts';
import { toCsv } from '../results/table_csv.ts';
import { comparisonsSection } from './comparison_section.ts';
import { entryVerdict, OUTCOME_NAMES, type ReportEntry } from './entry.ts';
import { mapsFigure, plotsFigures, stripFigure } from './figures.ts';
import { flipsSection } from './flips.ts';
import { rowInWords, stepLabel } from './row_in_words.ts';
import { type Meanings, tableSection } from './table.ts';

/** The section of one experiment: claim and verdicts, pictures, plots, table, file, and how it was run. */
export function experimentArticle(entry: ReportEntry, version: string, meanings: Meanings): string {
  const { result, path, source, plots, flips, comparisons = [] } = entry;
  const { experiment: name, description, verdicts, warnings, table } = result;
  const outcome = entryVerdict(verdicts);
  const search = [
    name,
    description ?? '',
    ...verdicts.map(({ expectation }) => formatExpectation(expectation)),
  ];
  const wanted = verdicts.map(({ expectation }) => expectation.metric);
  return [
    `<article id="${escaped(name)}" data-name="${escaped(name)}" data-verdict="${outcome}" data-search="${escaped(search.join(' ').toLowerCase())}" aria-labelledby="${escaped(name)}:title">`,
    `<header><h2 id="${escaped(name)}:title"><a href="#${escaped(name)}">${breakable(name)}</a></h2><span class="badge ${outcome}">${OUTCOME_NAMES[outcome]}</span></header>`,
    description === undefined ? '' : `<p class="lead">${escaped(description)}</p>`,
    verdicts.length === 0
      ? ''
      : `<ul class="expect">${verdicts.map((verdict) => expectationItem(verdict, table.columns)).join('')}</ul>`,
    ...warnings.map((warning) => `<p class="warn quiet">Warning: ${escaped(warning)}</p>`),
    facts(entry),
    comparisonsSection(comparisons, result),
    `<h3 id="${escaped(name)}:pictures">Pictures</h3>`,
    `<div class="views"><div>${strips(entry)}</div>${mapsFigure(entry, name)}</div>`,
    besideSection(entry),
    plots.length === 0 ? '' : `<h3 id="${escaped(name)}:plots">Measures</h3>${plotsFigures(plots, name)}`,
    flipsSection(flips, name),
    tableSection(table, { label: name, meanings, wanted }),
    `<details><summary>Experiment file: ${escaped(path)}</summary><pre tabindex="0">${escaped(source)}</pre></details>`,
    provenance(entry, version),
    downloads(entry),
    '</article>',
  ].join('\n');
}

/** The film strips of the pictured variants: the first one open, and why it is that one. */
function strips({ result, pictured, path, count }: ReportEntry): string {
  const [first, ...others] = pictured;
  const name = result.experiment;
  if (count === 1) return stripFigure(first!.strip, name);
  const some =
    count > pictured.length
      ? someVariants(pictured.length, count, reportCommand(path, result.experiment))
      : `${count === 2 ? 'Both' : `All ${count}`} variants have pictures.`;
  const words = `<p class="why">The first one is ${escaped(first!.name)}, since ${escaped(first!.why)}. ${some}</p>`;
  const closed = others.map(
    (one) =>
      `<details class="variant"><summary>${escaped(one.name)}</summary>${stripFigure(one.strip, name, one.name)}</details>`,
  );
  return `${words}${stripFigure(first!.strip, name, first!.name)}${closed.join('')}`;
}

/** How many variants have pictures, and how to see others. */
function someVariants(pictured: number, count: number, command: string): string {
  const how = (option: string) => `<code>${escaped(command)} <span>${option}</span></code>`;
  const more = count <= 1000 ? how(`--strips ${count}`) : how('--strips 1000');
  return `${pictured} of ${count} variants have pictures; for more: ${more}, for another: ${how('--variant KEY=VALUE')}`;
}

function reportCommand(path: string, name: string): string {
  return `coincide report ${fileWords(path, name)}`;
}

/** The place where the script compares two variants. */
function besideSection({ result, path, count }: ReportEntry): string {
  if (count === 1) return '';
  const keys = result.table.columns.filter(isSwept).map(({ name }) => name);
  return `<div class="beside" data-keys="${escaped(keys.join('\n'))}" data-how="${escaped(reportCommand(path, result.experiment))}"></div>`;
}

/** A name that may break after a slash, a hyphen or an underscore, and nowhere else if it can be helped. */
function breakable(name: string): string {
  return escaped(name).replaceAll(/[/_-]/g, '$&<wbr>');
}

const MAX_VIOLATIONS = 5;

function expectationItem(verdict: Verdict, columns: readonly Column[]): string {
  const text = escaped(formatExpectation(verdict.expectation));
  if (verdict.state === 'passed')
    return `<li class="passed"><b aria-hidden="true">✓</b>${text} <span class="hidden">holds</span></li>`;
  const fails = isFailure(verdict);
  const mark = `<b aria-hidden="true">${fails ? '✗' : '!'}</b>`;
  if (verdict.state === 'missing')
    return `<li class="${fails ? 'missing' : 'warned'}">${mark}${text}: there is no such row</li>`;
  const rows = verdict.violations
    .slice(0, MAX_VIOLATIONS)
    .map((violation) => `<li>${escaped(violationText(violation, verdict.expectation, columns))}</li>`);
  const more = verdict.violations.length - rows.length;
  const others = more > 0 ? `<li>${moreBroken(more)}</li>` : '';
  return `<li class="${fails ? 'failed' : 'warned'}">${mark}${text}; does not hold${fails ? '' : ' (warning)'}:<ul>${rows.join('')}${others}</ul></li>`;
}

/** The main numbers, and, for a single variant, a sentence for each step. */
function facts({ result, count }: ReportEntry): string {
  const rows = result.table.rows;
  const last = lastSteps(result.table);
  const rates = last.map(({ match_rate }) => match_rate).filter((rate) => typeof rate === 'number');
  const items = [
    ['variants', String(count)],
    ['trials', intervalText(last.map(({ trials }) => trials!))],
    ['distinct shifts', intervalText(last.map(({ shifts }) => shifts!))],
    ['depth', `0 to ${rows.reduce((most, { depth }) => Math.max(most, depth), 0)}`],
    ['match rate at the end', intervalText(rates)],
    ['coincide means', [...new Set(rows.map(({ compare }) => compare))].join(', ')],
  ];
  const each =
    count > 1
      ? ''
      : rows.map((row) => `<li>${escaped(`${stepLabel(row)}: ${rowInWords(row)}`)}</li>`).join('');
  return `${factList('facts', items)}${each === '' ? '' : `<ul class="quiet">${each}</ul>`}`;
}

/** @returns for example `3`, or `1 to 8`; at most three significant digits */
function intervalText(values: readonly number[]): string {
  if (values.length === 0) return 'not defined';
  // There may be more of them than a function has arguments.
  let [low, high] = [values[0]!, values[0]!];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const [least, most] = [low, high].map((value) => String(Number(value.toPrecision(3))));
  return least === most ? least! : `${least} to ${most}`;
}

function provenance({ result }: ReportEntry, version: string): string {
  const { resolved, backend, digest } = result;
  return factList('facts run', [
    ['coincide', version],
    ['seed', JSON.stringify(resolved.seed) ?? '0'],
    ['backend', backend ?? 'any: all backends give the same bits'],
    ['digest', digest],
  ]);
}

function factList(classes: string, facts: readonly (readonly string[])[]): string {
  const items = facts.map(([term, value]) => `<div><dt>${term}</dt><dd>${escaped(value!)}</dd></div>`);
  return `<dl class="${classes}">${items.join('')}</dl>`;
}

/** A longer CSV is not offered as a download: the page already shows its table. */
const MAX_CSV_LENGTH = 500_000;

function downloads({ result, path, source, plots, plotPng }: ReportEntry): string {
  const base = result.experiment.slice(result.experiment.lastIndexOf('/') + 1);
  const csv = toCsv(result.table);
  const files = [
    ...(csv.length <= MAX_CSV_LENGTH ? [[`${base}.csv`, 'Table, CSV', dataUri('text/csv', csv)]] : []),
    [path.replace(/^.*[\\/]/s, ''), 'Experiment file', dataUri('text/plain', source)],
    ...(plots[0]
      ? [
          [`${base}.svg`, 'Plot, SVG', dataUri('image/svg+xml', plots[0].svg)],
          [`${base}.png`, 'Plot, PNG', dataUri('image/png', plotPng)],
        ]
      : []),
  ];
  const list = files.map(
    ([file, text, uri]) => `<li><a download="${escaped(file!)}" href="${uri}">${text}</a></li>`,
  );
  return `<ul class="links" aria-label="Downloads of ${escaped(result.experiment)}">${list.join('')}</ul>`;
}
