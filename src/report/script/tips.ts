import { make } from './elements.ts';
import { imagePixels, paletteLevels } from './pixels.ts';

/** Shows the value below the pointer: of a plot's mark, a strip's cell, a map's shift. */
export function showTips(): void {
  const tip = make('div', { class: 'tip', role: 'status' });
  tip.hidden = true;
  document.body.append(tip);
  // A title would be shown a second time by the browser.
  for (const title of document.querySelectorAll('.plots svg path > title')) {
    const mark = title.parentElement!;
    mark.setAttribute('data-tip', title.textContent ?? '');
    title.remove();
  }

  const at = (event: PointerEvent) => {
    const target = event.target as Element;
    const text =
      target.getAttribute('data-tip') ?? (target instanceof HTMLImageElement ? pixelText(target, event) : '');
    tip.hidden = text === '';
    if (text === '') return;
    tip.textContent = text;
    const { innerWidth: width, innerHeight: height } = window;
    tip.style.left = `${Math.min(event.clientX + 12, width - tip.offsetWidth - 8)}px`;
    const below = event.clientY + 18;
    tip.style.top = `${below + tip.offsetHeight > height ? event.clientY - tip.offsetHeight - 10 : below}px`;
  };

  function pixelText(image: HTMLImageElement, { clientX, clientY }: PointerEvent): string {
    const box = image.getBoundingClientRect();
    const share = [(clientY - box.top) / box.height, (clientX - box.left) / box.width];
    if (share.some((one) => one < 0 || one >= 1)) return '';
    const { rows, columns, classes, values, low, high, height, width } = image.dataset;
    if (rows !== undefined) return shiftText({ rows, columns, classes }, share);
    const [down, across] = [Number(height), Number(width)];
    if (!(down > 0)) return '';
    const [y, x] = [Math.floor(share[0]! * down), Math.floor(share[1]! * across)];
    const exact = values?.split(' ')[y * across + x];
    if (exact !== undefined) return `(${y}, ${x}): ${exact}`;
    const colour = colourAt(image, share);
    if (low === undefined || !colour)
      return colour ? `(${y}, ${x}): rgb ${colour.slice(0, 3).join(', ')}` : '';
    const level = paletteLevels.findIndex((one) => one.every((part, i) => part === colour[i]));
    if (level < 0) return `(${y}, ${x})`;
    const value = Number(low) + (level / (paletteLevels.length - 1)) * (Number(high) - Number(low));
    return `(${y}, ${x}): about ${Number(value.toPrecision(2))}`;
  }

  document.addEventListener('pointermove', at, { passive: true });
  document.addEventListener('pointerdown', at, { passive: true });
  const hide = () => {
    tip.hidden = true;
  };
  document.addEventListener('pointerleave', hide);
  // A finger that scrolls leaves nothing: the tip would stay where its mark was.
  document.addEventListener('scroll', hide, { capture: true, passive: true });
}

function colourAt(image: HTMLImageElement, [down, across]: readonly number[]): number[] | undefined {
  const pixels = imagePixels(image);
  if (!pixels) return undefined;
  const { width, height } = pixels;
  const place = (Math.floor(down! * height) * width + Math.floor(across! * width)) * 4;
  return [...pixels.data.slice(place, place + 3)];
}

function shiftText(
  { rows, columns, classes }: Readonly<Record<'rows' | 'columns' | 'classes', string | undefined>>,
  [down, across]: readonly number[],
): string {
  const [dys, dxs] = [rows!.split(' '), columns!.split(' ')];
  const [y, x] = [Math.floor(down! * dys.length), Math.floor(across! * dxs.length)];
  const shift = `(${dys[y]}, ${dxs[x]})`;
  const found = classes?.split(' ')[y * dxs.length + x];
  if (found === undefined) return shift;
  if (found === '') return `${shift}: not drawn`;
  return found === '0' ? `${shift}: same as unshifted` : `${shift}: class ${found}`;
}
