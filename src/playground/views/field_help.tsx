import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';

/**
 * Forms, and below them what the option means that has the focus. It is drawn over the lower edge of the screen and takes
 * no room, so that nothing moves between the press and the release of a mouse's button. Screen readers read the same beside the option.
 */
export function FieldHelp({ children }: { children: ComponentChildren }): JSX.Element {
  const [help, setHelp] = useState<{ name: string; about: string } | undefined>(undefined);
  return (
    <div
      class="forms"
      onFocusIn={({ target }) => setHelp(helpOf(target as HTMLElement))}
      onFocusOut={() => setHelp(undefined)}
    >
      {children}
      <div class="help" aria-hidden="true">
        {help && (
          <p>
            <b translate={false}>{help.name}</b> {help.about}
          </p>
        )}
      </div>
    </div>
  );
}

/** The name and the meaning of the option that an element belongs to. */
function helpOf(element: HTMLElement): { name: string; about: string } | undefined {
  const option = element.closest('.option');
  const about = option?.querySelector('.about')?.textContent;
  return about ? { name: option!.querySelector('label')!.textContent!, about } : undefined;
}
