import type { Controller } from '../controller.ts';
import type { GivenFile } from '../protocol.ts';
import { type PageState, settingOf, withSetting } from '../state.ts';
import type { Texts } from '../texts/english.ts';

/** Offers a text or bytes as a file. */
export function download(name: string, content: string | Blob, type: string): void {
  const blob = typeof content === 'string' ? new Blob([content], { type }) : content;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** @returns a sentence about what came of it */
export async function copyText(text: string, { file }: Texts): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return file.copied;
  } catch {
    return file.mayNotCopy;
  }
}

/** Lets the user choose files, and takes them. */
export function chooseFiles(controller: Controller, texts: Texts): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.addEventListener('change', () => {
    if (input.files) void takeAll(controller, input.files, texts);
  });
  input.click();
}

/** Takes what was dropped: files, and folders with all that is in them. */
export async function takeDropped(controller: Controller, data: DataTransfer, texts: Texts): Promise<void> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (entries.every((entry) => entry === null)) return takeAll(controller, data.files, texts);
  const files: GivenFile[] = [];
  for (const entry of entries) if (entry) await collect(entry, '', files);
  takeGiven(controller, files, texts);
}

async function collect(entry: FileSystemEntry, folder: string, into: GivenFile[]): Promise<void> {
  const path = folder + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    into.push({ path, bytes: new Uint8Array(await file.arrayBuffer()) });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // It gives a hundred at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const one of some) await collect(one, `${path}/`, into);
  }
}

async function takeAll(controller: Controller, list: FileList, texts: Texts): Promise<void> {
  const files = await Promise.all(
    [...list].map(async (file) => ({
      path: file.webkitRelativePath || file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
    })),
  );
  takeGiven(controller, files, texts);
}

const EXPERIMENT = /\.(?:ya?ml|json)$/i;

/**
 * An experiment becomes the page's; all else is kept for experiments to name. A model.json is no experiment: it has no
 * image.
 */
function takeGiven(controller: Controller, files: readonly GivenFile[], { file: { inPage } }: Texts): void {
  const experiment = files.find(({ path, bytes }) => EXPERIMENT.test(path) && isExperiment(bytes));
  const others = files.filter((file) => file !== experiment);
  controller[experiment ? 'open' : 'change']((before) => {
    const kept = before.files.filter(({ path }) => !others.some((file) => file.path === path));
    let next: PageState = { ...before, files: [...kept, ...others] };
    if (experiment) {
      const name = experiment.path.slice(experiment.path.lastIndexOf('/') + 1).replace(EXPERIMENT, '');
      next = {
        ...next,
        setting: settingOf(name, new TextDecoder().decode(experiment.bytes), before.setting.language),
      };
    }
    // What an experiment has yet to name is to be seen: there it can be chosen.
    else if (others.length > 0)
      next = { ...next, panel: 'text', notice: inPage(others.map(({ path }) => path)) };
    return next.files.length > 0 ? withSetting(next, { files: true }) : next;
  });
}

function isExperiment(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, 256 * 1024));
  return !/"(?:modelTopology|weightsManifest)"/.test(text);
}
