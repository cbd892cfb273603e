import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import pluginLicense from 'rollup-plugin-license';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};

/** Packages that the page loads when they are needed, by the part that holds them. */
export const PARTS: Readonly<Record<string, readonly string[]>> = {
  'tensorflow.js': ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-converter'],
  'onnxruntime.js': ['onnxruntime-node'],
  'jpeg.js': ['@jsquash/jpeg/decode.js'],
  'png.js': ['@jsquash/png/codec/pkg/squoosh_png.js'],
};

/** The licences of all packages that were bundled, by name and version. */
export const licences = new Map<string, string>();

// Its types are those of a module with a default; it is the function itself.
const license = pluginLicense as unknown as typeof pluginLicense.default;
const takeLicences = license({
  thirdParty(found) {
    for (const { name, version, license: short, licenseText } of found)
      licences.set(`${name} ${version}`, licenseText ?? String(short));
  },
}) as unknown as Plugin;

/** The source imports packages; in the page, an import of one that is loaded when it is needed asks for its part. */
const partsInPlaceOfPackages: Plugin = {
  name: 'parts in place of packages',
  transform(code, id) {
    if (!id.startsWith(join(root, 'src'))) return undefined;
    const module = JSON.stringify(join(root, 'src/playground/worker/parts.ts'));
    let result = code;
    for (const [part, names] of Object.entries(PARTS))
      for (const name of names)
        result = result.replaceAll(
          `import('${name}')`,
          `import(${module}).then((parts) => parts.part('${part}')).then((all) => all.default['${name}'])`,
        );
    return result === code ? undefined : { code: result, map: null };
  },
};

/** One file of JavaScript for browsers, with all that its entry needs. @param input from the root of the project */
export async function bundle(
  input: string,
  format: 'iife' | 'esm',
  define: Record<string, string> = {},
): Promise<string> {
  const bundled = await rolldown({
    input: join(root, input),
    cwd: root,
    platform: 'browser',
    plugins: [partsInPlaceOfPackages, takeLicences],
    // Modules of Node in what the page never calls: they are shaken out, which a test holds.
    checks: { unresolvedImport: false, emptyImportMeta: false, pluginTimings: false },
    external: /^node:/,
    resolve: {
      alias: {
        // seedrandom asks Node for a seed only where it is given none.
        crypto: join(root, 'tools/playground/parts/nothing.ts'),
        'csv-stringify/sync': join(root, 'node_modules/csv-stringify/dist/esm/sync.js'),
      },
    },
    transform: { target: 'es2022', define: { __VERSION__: JSON.stringify(version), ...define } },
  });
  try {
    const { output } = await bundled.generate({ format, minify: true, codeSplitting: false });
    if (output.length !== 1) throw new Error(`${input} is ${output.length} files; expected one`);
    return output[0].code;
  } finally {
    await bundled.close();
  }
}
