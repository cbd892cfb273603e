import { make, makeButton } from './elements.ts';
import type { ReportState } from './state.ts';

/** Lets a reader see only some verdicts, or what a search finds. */
export function filterExperiments(state: ReportState, changed: () => void): void {
  const articles = [...document.querySelectorAll<HTMLElement>('main article')];
  const items = [...document.querySelectorAll<HTMLElement>('.index li')];
  const place = document.querySelector<HTMLElement>('.filters');
  if (!place || articles.length === 0) return;
  const status = make('span', { class: 'quiet', role: 'status' });
  const counts = new Map<string, number>();
  for (const { dataset } of articles) counts.set(dataset.verdict!, (counts.get(dataset.verdict!) ?? 0) + 1);

  function apply(): void {
    const words = state.search
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    let shown = 0;
    for (const [i, article] of articles.entries()) {
      const text = article.dataset.search ?? '';
      const { verdict = '' } = article.dataset;
      const there =
        (state.verdicts.length === 0 || state.verdicts.includes(verdict)) &&
        words.every((word) => text.includes(word));
      article.hidden = !there;
      if (items[i]) items[i].hidden = !there;
      if (there) shown++;
    }
    status.textContent = shown === articles.length ? '' : `${shown} of ${articles.length} experiments shown`;
    for (const button of buttons) {
      const { verdict = '' } = button.dataset;
      const on = verdict === '' ? state.verdicts.length === 0 : state.verdicts.includes(verdict);
      button.setAttribute('aria-pressed', String(on));
    }
  }

  const search = make('input', { type: 'search', placeholder: 'Search', 'aria-label': 'Search experiments' });
  search.value = state.search;
  search.addEventListener('input', () => {
    state.search = search.value;
    apply();
    changed();
  });
  const buttons = [['', 'All'], ...VERDICTS.filter(([verdict]) => counts.has(verdict!))].map(
    ([verdict, text]) => {
      const count = verdict === '' ? articles.length : counts.get(verdict!)!;
      const choose = () => {
        state.verdicts = verdict === '' || state.verdicts.join() === verdict ? [] : [verdict!];
        apply();
        changed();
      };
      return makeButton(`${text} ${count}`, choose, { 'data-verdict': verdict, 'aria-pressed': 'false' });
    },
  );
  place.append(search, ...buttons, status);
  apply();
}

const VERDICTS = [
  ['fails', 'Only what fails'],
  ['warns', 'Warnings'],
  ['holds', 'Holds'],
  ['open', 'Expects nothing'],
];
