import type { ComponentChildren, JSX } from 'preact';

/** What is wider than the page, to be scrolled by finger, wheel or keys. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    <section
      class="scroll"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keys
      tabIndex={0}
    >
      {children}
    </section>
  );
}
