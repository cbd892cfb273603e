import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueOfText } from '../../src/playground/file/edit.ts';
import { browser, without } from '../support/browser.ts';
import { askedText, drawn, type ServedPlayground, servePlaygroundForTests } from '../support/playground.ts';
import { scaled } from '../support/time.ts';

/** A part of the forms, and where in the file it writes. */
interface FormCase {
  part: string;
  text: string;
  /** The label of the field that chooses the kind; none where there is but one. */
  kind?: string;
  path: readonly (string | number)[];
}

const SHORT = 'image: circle\nshift: { max: 1 }\npool: max_pool\n';
const cases: readonly FormCase[] = [
  { part: 'Image', text: SHORT, kind: 'Image', path: ['image'] },
  { part: 'Shift', text: SHORT, path: ['shift'] },
  { part: 'Layers', text: SHORT, kind: 'Pool', path: ['pool'] },
  {
    part: 'Layers',
    text: SHORT.replace('pool: max_pool', 'layers: [abs]'),
    kind: 'Layer',
    path: ['layers', 0],
  },
  { part: 'Comparison', text: SHORT, kind: 'Outputs coincide', path: ['compare'] },
];

describe.skipIf('why' in browser)(`each option of each kind in the playground's forms${without}`, () => {
  let served: ServedPlayground;
  beforeAll(async () => {
    served = await servePlaygroundForTests();
  }, scaled(120));
  afterAll(() => served?.close());

  test.each(cases.map((one) => [one.kind ?? one.part, one] as const))(
    'every control of %s writes into the file what it shows',
    async (_, { part, text, kind, path }) => {
      const { page } = await served.open('', { watched: true });
      await page.getByRole('tab', { name: 'File' }).click();
      await page.getByLabel('Experiment file').fill(text);
      await expect.poll(() => askedText(page), { timeout: scaled(30) }).toBe(text);
      await page.getByRole('tab', { name: 'Change it' }).click();
      const form = page
        .locator('.part')
        .filter({ has: page.getByRole('heading', { name: part, exact: true }) });
      const chooser = kind === undefined ? undefined : form.getByLabel(kind, { exact: true });
      await (chooser ?? form).waitFor();
      await drawn(page);
      const kinds = chooser ? await chooser.locator('option:not([value=""])').allTextContents() : [''];
      let tried = 0;
      for (const name of kinds) {
        if (chooser && (await chooser.inputValue()) !== name) {
          await chooser.selectOption(name);
          await expect
            .poll(async () => typeName(await written(page, path)), { message: name, timeout: scaled(30) })
            .toBe(name);
          await drawn(page);
        }
        await form.evaluate((element) => {
          for (const details of element.querySelectorAll('details')) details.open = true;
        });
        const rows = form.locator('.option');
        const labels = await rows.locator('> label').allTextContents();
        // The last ones of two parts are keys of the file itself: a layer may have a seed too.
        const roots = { Shift: ['trials', 'seed'], Layers: ['steps'] }[part] ?? [];
        expect(labels.slice(labels.length - roots.length)).toEqual(roots);
        for (const [i, label] of labels.entries()) {
          const at = i >= labels.length - roots.length ? [label] : [...path, label];
          tried += await tryRow(page, rows.nth(i), at, `${name}: ${label}`);
        }
      }
      console.info(`${kind ?? part}: ${tried} controls`);
      expect(tried).toBeGreaterThan(3);
      await page.context().close();
    },
    scaled(240),
  );
});

function typeName(value: unknown): unknown {
  return typeof value === 'string' ? value : (value as { type?: string } | undefined)?.type;
}

/** What the file has at a place, as the page gave it to its worker last. */
async function written(page: Page, path: FormCase['path']): Promise<unknown> {
  let value: unknown = valueOfText(await askedText(page));
  for (const key of path) value = (value as Record<string | number, unknown> | undefined)?.[key];
  return value;
}

/** Acts on every control of a row. @returns how many there were */
async function tryRow(page: Page, row: Locator, path: FormCase['path'], title: string): Promise<number> {
  const now = () => written(page, path);
  const controls = row.locator('input,select,textarea,button,a');
  const before = await now();
  const count = await controls.count();
  expect(count, title).toBeGreaterThan(0);
  let tried = 0;
  for (let i = 0; i < count; i++) {
    const control = controls.nth(i);
    const type = await control.evaluate((element) => element.getAttribute('type') ?? element.localName);
    // A name that a screen reader says, also for a word beside a number.
    if (type !== 'range') expect(await nameOf(control), title).toContain(String(path.at(-1)));
    await acts[type]!(control, row, now, title);
    tried++;
    await restore(row, now, before, title);
  }
  return tried;
}

/** What is done to a control of a type. It fails where the file does not have what the control shows. */
const acts: Readonly<
  Record<
    string,
    (control: Locator, row: Locator, now: () => Promise<unknown>, title: string) => Promise<void>
  >
> = {
  async number(control, _, now, title) {
    const value = Number(await control.inputValue()) + 2;
    await control.fill(String(value));
    await expect.poll(now, { message: title, timeout: scaled(30) }).toBe(value);
  },
  async range(control, row, now, title) {
    const shown = row.locator('input[type=number]');
    const before = await shown.inputValue();
    const { width, height } = (await control.boundingBox())!;
    const [least, most] = [await control.getAttribute('min'), await control.getAttribute('max')].map(Number);
    const isLow = Number(before) < (least! + most!) / 2;
    await control.click({ position: { x: width * (isLow ? 0.8 : 0.2), y: height / 2 } });
    await expect.poll(() => shown.inputValue(), { message: title, timeout: scaled(30) }).not.toBe(before);
    await expect.poll(now, { message: title, timeout: scaled(30) }).toBe(Number(await shown.inputValue()));
  },
  async checkbox(control, row, now, title) {
    const before = await control.isChecked();
    const word = (await row.locator('.word').count()) > 0 ? await textOf(control) : undefined;
    await control.setChecked(!before);
    const after = word === undefined ? !before : before ? undefined : word;
    await expect.poll(now, { message: title, timeout: scaled(30) }).toBe(after);
    await expect.poll(() => control.isChecked(), { message: title, timeout: scaled(30) }).toBe(!before);
  },
  async select(control, _, now, title) {
    const chosen = await control.inputValue();
    const others = await control.locator('option:not([value=""])').allTextContents();
    for (const other of others.filter((one) => one !== chosen)) {
      await control.selectOption(other);
      await expect.poll(now, { message: title, timeout: scaled(30) }).toBe(other);
    }
  },
  async text(control, _, now, title) {
    const before = await now();
    await control.fill('[3, ');
    await control.press('Enter');
    await expect
      .poll(() => control.getAttribute('aria-invalid'), { message: title, timeout: scaled(30) })
      .toBe('true');
    expect(await now(), title).toEqual(before);
    await control.fill('[3, 5]');
    await control.press('Enter');
    await expect.poll(now, { message: title, timeout: scaled(30) }).toEqual([3, 5]);
  },
  async button(control, _, now, title) {
    await control.click();
    await expect.poll(now, { message: title, timeout: scaled(30) }).toBeUndefined();
  },
};

/** Takes the row back to what it was: by its button where it has one. */
async function restore(
  row: Locator,
  now: () => Promise<unknown>,
  before: unknown,
  title: string,
): Promise<void> {
  if (JSON.stringify(await now()) === JSON.stringify(before)) return;
  await drawn(row.page());
  const back = row.getByRole('button', { name: 'back to the default' });
  const text = row.locator('input[type=text]');
  let after: unknown;
  const number = row.locator('input[type=number]');
  if (before !== undefined && (await number.count()) > 0) {
    after = before;
    await number.fill(String(before));
  } else if ((await back.count()) > 0) {
    await back.click();
    await expect.poll(() => row.locator(':focus').count(), { message: title, timeout: scaled(30) }).toBe(1);
  } else if ((await text.count()) > 0) {
    await text.fill('');
    await text.press('Enter');
  } else if ((await row.locator('.word :checked').count()) > 0) {
    await row.locator('.word :checked').uncheck();
  } else if ((await number.count()) > 0) {
    await number.fill('');
  } else if ((await row.locator('select').count()) > 0) {
    await row.locator('select').selectOption('');
  } else return; // A box that is ticked or not has no third state.
  await expect.poll(now, { message: title, timeout: scaled(30) }).toEqual(after);
  await drawn(row.page());
}

function textOf(control: Locator): Promise<string> {
  return control.evaluate((input: HTMLInputElement) => input.closest('label')!.textContent!.trim());
}

/** The name that the browser gives a control. */
function nameOf(control: Locator): Promise<string> {
  return control.evaluate(
    (input: HTMLInputElement) =>
      input.getAttribute('aria-label') ??
      (input.labels?.length ? [...input.labels] : [input]).map((one) => one.textContent).join(' '),
  );
}
