import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Language, type PageState, type Panel, settingOf } from '../state.ts';
import { languageNames } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { ChangePanel } from './change_panel.tsx';
import { usePage } from './context.ts';
import { FilePanel } from './file_panel.tsx';
import { takeDropped } from './files.ts';
import { atClaim, GuidedPath } from './guided_path.tsx';
import { HeldImage } from './held.tsx';
import { LiveRegion } from './live_region.tsx';
import { Rates } from './rates.tsx';
import { ClassMapFigure } from './shift_map.tsx';
import { TablePanel } from './table_panel.tsx';
import { shiftInWords } from './words.ts';

/** The whole page. */
export function App({ state }: { state: PageState }): JSX.Element {
  const { controller, texts } = usePage();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(event.type === 'dragover');
      if (event.type === 'drop') void takeDropped(controller, event.dataTransfer, texts);
    };
    const names = ['dragover', 'dragleave', 'drop'] as const;
    for (const name of names) document.addEventListener(name, drag);
    return () => {
      for (const name of names) document.removeEventListener(name, drag);
    };
  }, [controller, texts]);
  const second = state.setting.second !== undefined;
  return (
    <div class={over ? 'page over' : 'page'}>
      <Top state={state} />
      <GuidedPath state={state} />
      <main>
        <div class={second ? 'stage two' : 'stage'}>
          <Messages state={state} />
          <StackScene state={state} stack={0} title={second ? texts.scene.first : undefined} />
          {second && <StackScene state={state} stack={1} title={texts.scene.second} />}
        </div>
        <Panels state={state} />
        <LiveRegion state={state} />
      </main>
    </div>
  );
}

function Top({ state }: { state: PageState }): JSX.Element {
  const { controller, data, language, texts } = usePage();
  const { name } = state.setting;
  const known = data.experiments.some((one) => one.name === name);
  return (
    <header class="top">
      <h1>
        <span translate={false}>coincide</span> <span class="quiet">{texts.top.playground}</span>
      </h1>
      <p class="lead quiet">{texts.top.lead}</p>
      <p class="choose">
        <label>
          <span class="hidden">{texts.top.experiment}</span>
          <select
            value={known ? name : ''}
            onChange={(event) => {
              const found = data.experiments.find((one) => one.name === event.currentTarget.value);
              if (found)
                controller.open((before) => ({
                  ...before,
                  setting: settingOf(found.name, found.text, before.setting.language),
                }));
            }}
          >
            {!known && <option value="">{name || texts.top.ownExperiment}</option>}
            {data.experiments.map((one) => (
              <option key={one.name} value={one.name} translate={false}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <Button
          aria-pressed={state.setting.path !== undefined}
          words={texts.top.guidedPath}
          act={() =>
            state.setting.path
              ? controller.set({ path: undefined })
              : controller.open((before) => atClaim(before, 0))
          }
        />
        <span class="languages">
          {Object.entries(languageNames).map(([one, name]) => (
            <Button
              key={one}
              class="link"
              lang={one}
              aria-pressed={one === language}
              words={name}
              act={() => controller.set({ language: one as Language })}
            />
          ))}
        </span>
      </p>
    </header>
  );
}

/** What the user should know now: failures, mistakes of the file, progress. */
function Messages({ state }: { state: PageState }): JSX.Element {
  const { controller, texts } = usePage();
  const { messages } = texts;
  const { reading } = state.results[0];
  const failure = state.results[0].failure ?? state.results[1].failure;
  const progress = state.results[0].progress ?? state.results[1].progress;
  const problems = reading?.problems ?? [];
  return (
    <div class="messages">
      {failure && (
        <p class="failure" role="alert">
          {failure.defect ? messages.defect : ''}
          {failure.crashed ? messages.crashed(failure.message) : <span lang="en">{failure.message}</span>}
        </p>
      )}
      {problems.length > 0 && (
        <p class={reading!.usable ? 'aside' : 'failure'}>
          {reading!.usable ? messages.expectationsDoNotFit : messages.mistake}
          <button
            type="button"
            class="link"
            onClick={() => controller.change((before) => ({ ...before, panel: 'text' }))}
          >
            <span lang="en">{problems[0]!.message}</span>
            {problems[0]!.line === undefined ? '' : ` ${messages.inLine(problems[0]!.line)}`}
          </button>{' '}
          {reading!.usable && (
            <Button
              words={messages.leaveExpectationsOut}
              act={() => controller.edit({ edit: 'set', path: ['expect'], value: undefined })}
            />
          )}
        </p>
      )}
      {state.setting.files && state.files.length === 0 && <p class="failure">{messages.linkWithoutFiles}</p>}
      {progress && (
        <p class="progress">
          <progress value={progress.share} aria-label={messages.computing[progress.what]} />
          <span class="quiet">{messages.computing[progress.what]}</span>
          <Button words={messages.stop} act={() => controller.stop()} />
        </p>
      )}
    </div>
  );
}

function StackScene({
  state,
  stack,
  title,
}: {
  state: PageState;
  stack: 0 | 1;
  title: string | undefined;
}): JSX.Element {
  const { controller, texts } = usePage();
  const { scene } = texts;
  const { shift } = state.setting;
  const { reading } = state.results[stack];
  return (
    <section class="scene" aria-label={title ?? scene.title}>
      <div class="bar-top">
        {title && <h2>{title}</h2>}
        {stack === 0 && (
          <>
            <span class="where">{shiftInWords(shift, texts)}</span>
            <Button
              aria-disabled={shift[0] === 0 && shift[1] === 0}
              words={scene.back}
              act={() => controller.set({ shift: [0, 0] })}
            />
            <Chooser
              label={scene.variant}
              names={reading?.variants ?? []}
              at={state.setting.variant}
              set={(variant) => controller.set({ variant })}
            />
            <Chooser
              label={scene.picture}
              names={reading?.pictures ?? []}
              at={state.setting.picture}
              set={(picture) => controller.set({ picture })}
            />
          </>
        )}
      </div>
      <HeldImage state={state} stack={stack} />
      <div class={isWide(state, stack) ? 'below wide' : 'below'}>
        <ClassMapFigure state={state} stack={stack} />
        <Rates state={state} stack={stack} />
      </div>
    </section>
  );
}

/** Whether the map of all shifts is much wider than high. */
function isWide({ results }: PageState, stack: 0 | 1): boolean {
  const { dy, dx } = results[stack].map?.steps[0] ?? { dy: [], dx: [] };
  return new Set(dx).size > 4 * new Set(dy).size;
}

function Chooser({
  label,
  names,
  at,
  set,
}: {
  label: string;
  names: readonly string[];
  at: number;
  set(at: number): void;
}): JSX.Element | null {
  if (names.length < 2) return null;
  return (
    <label class="choice">
      <span class="quiet">{label}</span>
      <select
        value={String(Math.min(at, names.length - 1))}
        onChange={(event) => set(Number(event.currentTarget.value))}
      >
        {names.map((name, i) => (
          <option key={i} value={String(i)} translate={false}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

const PANELS: readonly Panel[] = ['change', 'text', 'table'];

function Panels({ state }: { state: PageState }): JSX.Element {
  const { controller, texts } = usePage();
  const { panel, setting, files, plot } = state;
  const [{ reading, outcome, progress }] = state.results;
  // Only what a panel shows makes it anew: a drag does not touch the forms.
  const open = useMemo(() => {
    if (panel === 'text') return <FilePanel state={state} />;
    return panel === 'table' ? (
      <TablePanel state={state} />
    ) : (
      <ChangePanel key={setting.name} state={state} />
    );
  }, [
    panel,
    setting.name,
    setting.text,
    setting.second,
    setting.files,
    texts,
    files,
    plot,
    reading,
    outcome,
    progress,
  ]);
  const go = (panel: Panel) => controller.change((before) => ({ ...before, panel }));
  return (
    <div class="panels">
      <div class="tabs" role="tablist" aria-label={texts.panels.label}>
        {PANELS.map((panel, i) => (
          <Button
            key={panel}
            role="tab"
            id={`tab-${panel}`}
            aria-controls="panel"
            aria-selected={state.panel === panel}
            tabIndex={state.panel === panel ? 0 : -1}
            onKeyDown={(event) => {
              const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
              if (by === 0) return;
              const next = PANELS[(i + by + PANELS.length) % PANELS.length]!;
              go(next);
              document.getElementById(`tab-${next}`)?.focus();
            }}
            words={texts.panels[panel]}
            act={() => go(panel)}
          />
        ))}
      </div>
      <div id="panel" role="tabpanel" aria-labelledby={`tab-${state.panel}`}>
        {open}
      </div>
    </div>
  );
}
