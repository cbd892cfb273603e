import type { JSX } from 'preact';
import { type PageState, shownStep, withSetting } from '../state.ts';
import { usePage } from './context.ts';
import { Scroll } from './scroll.tsx';
import { shapeInWords, stepName } from './words.ts';

/** What every shift of the range gives at each step, as a table whose rows choose the map. */
export function Rates({ state, stack }: { state: PageState; stack: 0 | 1 }): JSX.Element | null {
  const { controller } = usePage();
  const { map } = state.results[stack];
  if (!map) return null;
  const chosen = shownStep(state);
  const shifts = map.steps[0]!.dy.length;
  return (
    <Scroll label="Rates of every shift">
      <table class="rates">
        <caption>
          All {shifts} shifts, each once{stack === 1 ? ', second stack' : ''}
        </caption>
        <thead>
          <tr>
            <th class="s">Step</th>
            <th class="s">Size</th>
            <th>Classes</th>
            <th>Match rate</th>
            <th>
              <abbr title="How much of the position is left in the output, in bits">Bits left</abbr>
            </th>
            <th>
              <abbr title="Mean distance from the unshifted output, relative to its norm">Distance</abbr>
            </th>
          </tr>
        </thead>
        <tbody>
          {map.steps.map((step, at) => (
            <tr key={step.step} class={at === chosen ? 'chosen' : ''}>
              <th class="s" scope="row">
                <button
                  type="button"
                  aria-pressed={at === chosen}
                  onClick={() => controller.change((before) => withSetting(before, { at }))}
                >
                  {stepName(step)}
                </button>
              </th>
              <td class="s">{shapeInWords(step.shape)}</td>
              <td>{step.classes}</td>
              <td>
                <Bar value={Number(step.cells.match_rate ?? 0)} text={step.cells.match_rate ?? ''} />
              </td>
              <td>{step.cells.position_bits}</td>
              <td>{step.cells.relative_l2}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Bar({ value, text }: { value: number; text: string }): JSX.Element {
  return (
    <span class="bar">
      <i style={{ width: `${value * 100}%` }} />
      <span>{text}</span>
    </span>
  );
}
