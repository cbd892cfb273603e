import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { UserError } from '../../core/error.ts';
import { slashed } from '../../results/system_paths.ts';
import { MOST_PORT, wholeNumber } from '../arguments/whole_number.ts';
import { type ServedPage, servePages } from '../loopback_server.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { packageFile } from '../terminal/package_file.ts';
import { print } from '../terminal/terminal.ts';

/** Serves the playground until Ctrl-C. @throws UserError if the port cannot be used */
export async function servePlayground(port: string | undefined): Promise<ExitCode> {
  const pages = playgroundPages(packageFile('dist/playground'));
  return interruptible(async (signal) => {
    const server = await servePages({ pages, port: wholeNumber('--port', port, MOST_PORT), signal });
    print(`${server.url} (Ctrl-C ends it)`);
    return server.ended;
  });
}

/**
 * The files of a built playground by path, and `/` for its page. ONNX Runtime's WebAssembly is not shipped with the package;
 * it is taken from onnxruntime-web, if that is installed.
 *
 * @throws UserError (storage) if the folder has no page
 */
export function playgroundPages(folder: string): (path: string) => Promise<ServedPage | undefined> {
  if (!existsSync(join(folder, 'index.html')))
    throw new UserError(`there is no playground in ${folder}; npm run build makes it.`, { kind: 'storage' });
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => TYPES[extname(file)] !== undefined)
      .map((file) => [`/${slashed(file)}`, join(folder, file)]),
  );
  files.set('/', join(folder, 'index.html'));
  const runtime = runtimeBinary();
  if (runtime !== undefined && !files.has(RUNTIME_PATH)) files.set(RUNTIME_PATH, runtime);
  return async (path) => {
    const file = files.get(path);
    return file === undefined ? undefined : { type: TYPES[extname(file)]!, body: await readFile(file) };
  };
}

const RUNTIME_FILE = 'ort-wasm-simd-threaded.wasm';
const RUNTIME_PATH = `/parts/${RUNTIME_FILE}`;

function runtimeBinary(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('onnxruntime-web');
    const file = join(dirname(entry), RUNTIME_FILE);
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.bin': 'application/octet-stream',
  '.onnx': 'application/octet-stream',
};
