import type { JSX } from 'preact';
import { sizeLabel } from '../../core/tensor.ts';
import { type PageState, shownStep } from '../state.ts';
import { Button } from './button.tsx';
import { usePage } from './context.ts';
import { Scroll } from './scroll.tsx';
import { stepName } from './words.ts';

/** What every shift of the range gives at each step, as a table whose rows choose the map. */
export function Rates({ state, stack }: { state: PageState; stack: 0 | 1 }): JSX.Element | null {
  const { controller, texts } = usePage();
  const { rates: words } = texts;
  const { map } = state.results[stack];
  if (!map) return null;
  const chosen = shownStep(state);
  const shifts = map.steps[0]!.dy.length;
  return (
    <Scroll label={words.label + (stack === 1 ? words.second : '')}>
      <table class="rates">
        <caption>
          {words.caption(shifts)}
          {stack === 1 ? words.second : ''}
        </caption>
        <thead>
          <tr>
            <th class="s">{words.step}</th>
            <th class="s">{words.size}</th>
            <th>{words.classes}</th>
            <th>{words.match}</th>
            <th>
              <abbr title={words.aboutBits}>{words.bits}</abbr>
            </th>
            <th>
              <abbr title={words.aboutDistance}>{words.distance}</abbr>
            </th>
          </tr>
        </thead>
        <tbody>
          {map.steps.map((step, at) => (
            <tr key={step.step} class={at === chosen ? 'chosen' : ''}>
              <th class="s" scope="row">
                <Button
                  aria-pressed={at === chosen}
                  words={stepName(step, texts)}
                  act={() => controller.set({ at })}
                />
              </th>
              <td class="s">{sizeLabel(step.shape)}</td>
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
