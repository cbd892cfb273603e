import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Edit } from '../file/edit.ts';
import type { TextProblem } from '../protocol.ts';
import type { PageState } from '../state.ts';
import { Button, MarkButton } from './button.tsx';
import { usePage } from './context.ts';
import { chooseFiles, copyText, download } from './files.ts';

/** The experiment file: always what the page shows, and to be edited here. */
export function FilePanel({ state }: { state: PageState }): JSX.Element {
  const { controller, texts } = usePage();
  const { file: words } = texts;
  const { name, text } = state.setting;
  const problems = state.results[0].reading?.problems ?? [];
  const say = controller.say;
  const write = (given: string) => controller.set({ text: given });
  return (
    <div class="file">
      <div class="field">
        <label for="experiment-name">{words.name}</label>
        <input
          id="experiment-name"
          type="text"
          value={name}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => {
            const given = event.currentTarget.value;
            controller.set({ name: given });
          }}
        />
      </div>
      <Editor text={text} problems={problems} write={write} />
      <ProblemList problems={problems} />
      <p class="actions">
        <Button words={words.copy} act={() => copyText(text, texts).then(say)} />
        <Button
          words={words.download}
          act={() => download(`${lastPart(name)}.yaml`, text, 'application/yaml')}
        />
        <Button
          words={words.paste}
          act={() => navigator.clipboard.readText().then(write, () => say(words.mayNotPaste))}
        />
        <Button words={words.open} act={() => chooseFiles(controller, texts)} />
        <Button words={words.copyLink} act={() => copyText(location.href, texts).then(say)} />
      </p>
      <GivenFiles state={state} />
    </div>
  );
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** The text with its line numbers; a line with a mistake is marked. */
function Editor({
  text,
  problems,
  write,
}: {
  text: string;
  problems: readonly TextProblem[];
  write(text: string): void;
}): JSX.Element {
  const { file } = usePage().texts;
  const gutter = useRef<HTMLOListElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = text.split('\n');
  const wrong = new Set(problems.map(({ line }) => line));
  useEffect(() => {
    if (area.current && area.current.value !== text) area.current.value = text;
  }, [text]);
  return (
    <div class="editor">
      <ol class="gutter" ref={gutter} aria-hidden="true">
        {lines.map((_, i) => (
          <li key={i} class={wrong.has(i + 1) ? 'wrong' : ''}>
            {i + 1}
          </li>
        ))}
      </ol>
      <textarea
        id="experiment-file"
        ref={area}
        aria-label={file.text}
        aria-invalid={problems.length > 0}
        aria-describedby="problems"
        spellcheck={false}
        wrap="off"
        rows={Math.max(12, Math.min(40, lines.length + 1))}
        defaultValue={text}
        onInput={(event) => write(event.currentTarget.value)}
        onScroll={(event) => {
          gutter.current!.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}

/** Every mistake of the file; each leads to its place. */
function ProblemList({ problems }: { problems: readonly TextProblem[] }): JSX.Element {
  return (
    <ul id="problems" class="problems" lang="en">
      {problems.map(({ message, line, column = 1 }) => (
        <li key={`${line} ${column} ${message}`}>
          {line === undefined ? (
            message
          ) : (
            <button type="button" onClick={() => goTo(line, column)}>
              <b>
                {line}:{column}
              </b>{' '}
              {message}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function goTo(line: number, column: number): void {
  const area = document.getElementById('experiment-file') as HTMLTextAreaElement;
  const before = area.value.split('\n').slice(0, line - 1);
  const at = before.reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
  const end = /^[\w.]+/.exec(area.value.slice(at))?.[0].length ?? 1;
  area.focus();
  area.setSelectionRange(at, at + end);
  area.scrollTop = Math.max(0, (line - 4) * (area.scrollHeight / area.value.split('\n').length));
}

/** The files that the user gave to the page. */
function GivenFiles({ state }: { state: PageState }): JSX.Element {
  const { controller, texts } = usePage();
  const { file: words } = texts;
  return (
    <section class="given">
      <h2>{words.given}</h2>
      <p class="quiet">{words.aboutGiven}</p>
      {state.setting.files && state.files.length === 0 && <p class="warn">{words.linkWithoutFiles}</p>}
      {state.files.length > 0 && (
        <ul>
          {state.files.map(({ path, bytes }) => (
            <li key={path}>
              <code>{path}</code> <span class="quiet">{words.bytes(bytes.length)}</span>{' '}
              <UseFile path={path} />
              <MarkButton
                mark="✕"
                words={words.remove(path)}
                act={() =>
                  controller.change((before) => ({
                    ...before,
                    files: before.files.filter((file) => file.path !== path),
                  }))
                }
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Writes a picture or a model into the experiment. */
function UseFile({ path }: { path: string }): JSX.Element | null {
  const { controller, texts } = usePage();
  const edits = editsFor(path);
  if (!edits) return null;
  return (
    <Button
      class="link"
      words={texts.file[edits.words]}
      act={() => edits.changes.forEach((change) => void controller.edit(change))}
    />
  );
}

/** The changes that put a file in its place in the experiment; undefined for a file of another sort. */
function editsFor(path: string): { words: 'useAsImage' | 'useAsLayers'; changes: Edit[] } | undefined {
  if (/\.(?:png|jpe?g)$/i.test(path))
    return {
      words: 'useAsImage',
      changes: [{ edit: 'set', path: ['image'], value: { type: 'file', path } }],
    };
  if (!/\.onnx$|model\.json$/i.test(path)) return undefined;
  const layers = [{ type: 'model', path }, 'argmax'];
  return {
    words: 'useAsLayers',
    changes: [
      { edit: 'set', path: ['pool'], value: undefined },
      { edit: 'set', path: ['expect'], value: undefined },
      { edit: 'set', path: ['layers'], value: layers },
    ],
  };
}
