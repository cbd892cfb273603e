import { count } from '../core/error.ts';
import { VIRIDIS_LEVELS } from '../picture/colour.ts';
import { escaped } from '../picture/svg.ts';
import { hashOf } from '../results/sha256.ts';
import { experimentArticle } from './article.ts';
import { isEqual } from './compare_tables.ts';
import { differenceInWords } from './comparison_section.ts';
import { documentHead } from './document_head.ts';
import { entryVerdict, failingFirst, OUTCOME_NAMES, type ReportEntry } from './entry.ts';
import { PAGE_SCRIPT } from './page_script.ts';
import { meaningStyle, STYLE } from './style.ts';
import { type Meanings, meaningsSection } from './table.ts';

export interface PageOptions {
  /** The version of the package. */
  version: string;
  /** The folders of other results to compare with, as the user wrote them. */
  against?: readonly string[] | undefined;
  /** Whether a server gives the page, and says when it should be loaded again. */
  live?: boolean | undefined;
  /** Experiments that only the other results have. */
  onlyThere?: readonly string[];
  /** Why the page is of what was there before the last change, if so. */
  outdated?: string | undefined;
}

/**
 * The report as one HTML document that loads nothing. Its content security policy allows embedded images, and the one style
 * sheet and the one script whose hashes it names. Without the script everything can be read. Equal entries give equal bytes.
 */
export async function reportPage(given: readonly ReportEntry[], options: PageOptions): Promise<string> {
  const entries = failingFirst(given);
  const meanings: Meanings = new Map();
  const articles = entries.map((entry) => experimentArticle(entry, options.version, meanings));
  const style = STYLE + meaningStyle(meanings.size);
  const policy = `default-src 'none'; img-src data:; style-src '${await hashOf(style)}'; script-src '${await hashOf(PAGE_SCRIPT)}'; base-uri 'none'; form-action 'none'${options.live ? "; connect-src 'self'" : ''}`;
  const title =
    entries.length === 1 ? `${entries[0]!.result.experiment}: coincide report` : 'coincide report';
  return [
    ...documentHead({ policy, title, style }),
    `<body data-levels="${VIRIDIS_LEVELS.join(' ')}"${options.live ? ' data-live=""' : ''}>`,
    '<a class="skip" href="#:experiments">To the experiments</a>',
    pageHeader(entries, options),
    `<main id=":experiments">`,
    ...articles,
    '</main>',
    meaningsSection(meanings),
    `<footer>Made by coincide ${escaped(options.version)}. This page loads nothing from elsewhere.</footer>`,
    `<script>${PAGE_SCRIPT}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function pageHeader(
  entries: readonly ReportEntry[],
  { against = [], onlyThere = [], outdated }: PageOptions,
): string {
  const outcomes = entries.map(({ result }) => entryVerdict(result.verdicts));
  const of = (one: string) => outcomes.filter((outcome) => outcome === one).length;
  const said = (one: string, words: (some: number) => string) => (of(one) > 0 ? [words(of(one))] : []);
  const parts = [
    count(entries.length, 'experiment'),
    ...said('holds', (some) => `${some} ${some === 1 ? 'holds' : 'hold'}`),
    ...said('warns', (some) => count(some, 'warning')),
    ...said('fails', (some) => `${some} ${some === 1 ? 'does' : 'do'} not hold`),
    ...said('open', (some) => `${some} ${some === 1 ? 'expects' : 'expect'} nothing`),
  ];
  const items = entries.map(({ result, comparisons = [] }, i) => {
    const outcome = outcomes[i]!;
    const difference = comparisons.at(-1)?.difference;
    const badges = [
      `<span class="badge ${outcome}">${OUTCOME_NAMES[outcome]}</span>`,
      ...(difference
        ? [
            `<span class="badge ${isEqual(difference) ? 'same' : 'differs'}">${isEqual(difference) ? 'Same' : 'Differs'}</span>`,
          ]
        : []),
    ];
    const words = difference && !isEqual(difference) ? ` (${differenceInWords(difference)})` : '';
    return `<li><a href="#${escaped(result.experiment)}">${escaped(result.experiment)}</a><p>${escaped(`${result.description ?? ''}${words}`.trim())}</p><span>${badges.join(' ')}</span></li>`;
  });
  return [
    '<header class="top">',
    '<h1>When the image moves a little, does the network still see the same thing?</h1>',
    `<p class="quiet">coincide report: ${parts.join(', ')}.${against.length === 0 ? '' : ` Compared with ${escaped(against.join(', '))}.`}</p>`,
    outdated === undefined
      ? ''
      : `<p class="warn" role="alert">This page is of before the last change. ${escaped(outdated)}</p>`,
    onlyThere.length === 0
      ? ''
      : `<p>Only in ${escaped(against.at(-1)!)}: ${escaped(onlyThere.join(', '))}.</p>`,
    '<div class="filters controls"></div>',
    `<nav aria-label="Experiments"><ul class="index">${items.join('')}</ul></nav>`,
    '</header>',
  ].join('\n');
}
