/** Makes an element. Texts are texts, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A button with words on it. */
export function makeButton(
  words: string,
  act: () => void,
  attributes: Readonly<Record<string, string | undefined>> = {},
): HTMLButtonElement {
  const button = make('button', { type: 'button', ...attributes }, words);
  button.addEventListener('click', act);
  return button;
}

/** A region that scrolls, and can be focused by keyboard. */
export function scrollBox(label: string, content: Node): HTMLElement {
  return make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, content);
}

/** A select of names, each with its text. */
export function makeSelect(
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
  changed: (value: string) => void,
): HTMLElement {
  const select = make('select', {}, ...options.map(([value, text]) => make('option', { value }, text)));
  select.value = options.some(([value]) => value === chosen) ? chosen : (options[0]?.[0] ?? '');
  select.addEventListener('change', () => changed(select.value));
  return make('label', {}, `${label} `, select);
}
