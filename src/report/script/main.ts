import { compareVariants } from './compare_variants.ts';
import { filterExperiments } from './filter.ts';
import { addressOf, readAddress } from './state.ts';
import { enliven } from './tables.ts';
import { showTips } from './tips.ts';

// The script of a report. Without it everything can be read; with it the reader can search, sort, filter and compare.

const { target, state } = readAddress(location.hash);
let anchor = target;

/** Puts the state into the address, in anchor of the one before, so that "back" leaves the page. */
const changed = () => history.replaceState(null, '', addressOf(anchor, state));

filterExperiments(state, changed);
for (const article of document.querySelectorAll<HTMLElement>('main article')) {
  const name = article.dataset.name!;
  const section = article.querySelector<HTMLDetailsElement>('details.table');
  if (section)
    enliven(section, state.tables[name] ?? {}, (view) => {
      state.tables[name] = view;
      anchor = name;
      changed();
    });
  compareVariants(article, state, changed);
}
showTips();

addEventListener('hashchange', () => {
  anchor = readAddress(location.hash).target;
});
// The browser knows no element of this name if a state follows it.
if (target !== '' && location.hash.includes('?')) document.getElementById(target)?.scrollIntoView();

if (document.body.dataset.live !== undefined) {
  const events = new EventSource('/events');
  events.addEventListener('message', () => location.reload());
}
