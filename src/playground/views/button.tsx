import type { ComponentChildren, ComponentProps, JSX } from 'preact';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'onClick' | 'type'> {
  words: ComponentChildren;
  act(): void;
}

/** A button with words on it. */
export function Button({ words, act, ...attributes }: ButtonProps): JSX.Element {
  return (
    <button type="button" onClick={act} {...attributes}>
      {words}
    </button>
  );
}

/** A button with a mark, which screen readers hear as words. */
export function MarkButton({ mark, words, ...rest }: ButtonProps & { mark: string }): JSX.Element {
  const both = (
    <>
      <span aria-hidden="true">{mark}</span>
      <span class="hidden">{words}</span>
    </>
  );
  return <Button class="plain" {...rest} words={both} />;
}
