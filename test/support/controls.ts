import type { CDPSession, Page } from 'playwright-core';

/** What a user can act on, as the browser tells a screen reader. */
export interface Control {
  role: string;
  name: string;
}

/** Roles of what can be acted on also where it cannot have focus now. */
const ROLES =
  /^(?:button|link|checkbox|radio|switch|slider|spinbutton|combobox|listbox|textbox|menuitem|tab)$/;

/**
 * Every control of the page as it is now, but for options of kinds: what the browser's own tree of accessibility says
 * can have focus, what could have it if it were not disabled, and what is for the mouse alone.
 */
export async function controlsOf(page: Page): Promise<Control[]> {
  const session = await page.context().newCDPSession(page);
  // The page may draw another form meanwhile: what the tree holds was there before it or is there after it.
  const before = await nodesWithin(session, 'option');
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const after = await nodesWithin(session, 'option');
  await session.detach();
  const reached = nodes.flatMap(({ ignored, role, name, properties, backendDOMNodeId }): Control[] => {
    if (before.has(backendDOMNodeId!) || after.has(backendDOMNodeId!)) return [];
    const focusable = properties?.some((one) => one.name === 'focusable' && one.value.value === true);
    const kind = String(role?.value);
    // Options are part of their combobox, and the root is the page.
    if (ignored || kind === 'option' || kind === 'RootWebArea') return [];
    return focusable || ROLES.test(kind) ? [{ role: kind, name: String(name?.value ?? '') }] : [];
  });
  const byMouse = await page.evaluate(() =>
    [...document.querySelectorAll('[aria-hidden=true]')]
      .filter((element) => element.matches('input,select,button,a') && !element.closest('.option'))
      .map((element) => ({ role: 'by mouse', name: element.outerHTML })),
  );
  return [...reached, ...byMouse];
}

/** The ids of all elements within those of a class. */
async function nodesWithin(session: CDPSession, className: string): Promise<ReadonlySet<number>> {
  const { root } = await session.send('DOM.getDocument', { depth: -1 });
  const found = new Set<number>();
  const visit = ({ backendNodeId, attributes = [], children = [] }: typeof root, within: boolean) => {
    if (within) found.add(backendNodeId);
    const classes = attributes[attributes.indexOf('class') + 1] ?? '';
    const isOne = attributes.includes('class') && classes.split(' ').includes(className);
    for (const child of children) visit(child, within || isOne);
  };
  visit(root, false);
  return found;
}
