import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { BackendKind } from '../../src/backend/kind.ts';
import type * as loader from '../../src/backend/load.ts';
import { UserError } from '../../src/core/error.ts';
import type { Backend } from '../../src/core/tensor.ts';

/** The backends of a machine that a test makes up. */
const machine = vi.hoisted(() => ({ backends: {} as Record<string, BackendKind> }));
vi.mock('../../src/backend/registry.ts', () => machine);

const loads: string[] = [];
let load: typeof loader;

beforeEach(async () => {
  loads.length = 0;
  machine.backends.tensorflow = there('tensorflow');
  machine.backends.wasm = there('wasm');
  machine.backends.cpu = there('cpu');
  // As in a process that has loaded none yet.
  vi.resetModules();
  load = await import('../../src/backend/load.ts');
});

function there(name: string): BackendKind {
  return {
    title: name,
    package: 'seedrandom',
    optional: true,
    remedy: () => 'do not worry',
    async load() {
      loads.push(name);
      return { version: '1.2.3', tf: {} as Backend['tf'], activate: () => {} };
    },
  };
}

const absent: BackendKind = {
  ...there('absent'),
  package: '@coincide/no-such-package',
  remedy: () => 'npm install it',
  load: () => Promise.reject(new Error("Cannot find package '@coincide/no-such-package'")),
};

/** Its package is installed, but throws. */
function broken(what: unknown): BackendKind {
  return { ...there('broken'), remedy: () => 'build it', load: () => Promise.reject(what) };
}

describe('a backend by its name', () => {
  test('is loaded once, however often and however soon it is asked for', async () => {
    const [one, other] = await Promise.all([load.loadBackend('wasm'), load.loadBackend('wasm')]);
    expect(one).toMatchObject({ name: 'wasm', version: '1.2.3' });
    expect(other).toBe(one);
    expect(await load.loadBackend('wasm')).toBe(one);
    expect(await load.backendState('wasm')).toEqual({ state: 'there', backend: one });
    expect(loads).toEqual(['wasm']);
  });

  test('that does not exist is an error with the nearest name, or all of them', async () => {
    await expect(load.loadBackend('tensorflw')).rejects.toThrow(
      new UserError('name: unknown backend "tensorflw"; did you mean "tensorflow"?'),
    );
    await expect(load.loadBackend('gpu')).rejects.toThrow(
      new UserError(
        'name: unknown backend "gpu"; write tensorflow, which is a GPU only with @tensorflow/tfjs-node-gpu; allowed: auto, cpu, tensorflow, wasm.',
      ),
    );
    await expect(load.loadBackend('quantum')).rejects.toThrow(
      new UserError('name: unknown backend "quantum"; allowed: auto, cpu, tensorflow, wasm.'),
    );
    // A name that every object has is none.
    await expect(load.loadBackend('toString')).rejects.toThrow(
      new UserError('name: unknown backend "toString"; allowed: auto, cpu, tensorflow, wasm.'),
    );
    expect(loads).toEqual([]);
  });

  test('that is absent is an error with the remedy, and no other takes its place', async () => {
    machine.backends.tensorflow = absent;
    await expect(load.loadBackend('tensorflow')).rejects.toThrow(
      new UserError(
        'the backend "tensorflow" is absent (@coincide/no-such-package is not installed); npm install it.',
      ),
    );
    expect(loads).toEqual([]);
  });

  test.each([
    [
      new Error('libtensorflow.so.2: cannot open shared object file.\n  at dlopen'),
      'libtensorflow.so.2: cannot open shared object file',
    ],
    [
      new Error("Cannot find module '/home/me/secret/lib/tfjs_binding.node'\nRequire stack:\n- /x/y"),
      "Cannot find module 'tfjs_binding.node'",
    ],
    ['a string', 'a string'],
  ])('that is broken is an error that tells why in a line, and no path', async (thrown, why) => {
    machine.backends.tensorflow = broken(thrown);
    await expect(load.loadBackend('tensorflow')).rejects.toThrow(
      new UserError(
        `the backend "tensorflow" is broken (seedrandom is installed but does not load: ${why}); build it.`,
      ),
    );
  });

  test('comes from the package that takes its place, where that is installed', async () => {
    const asked: string[] = [];
    const kind: BackendKind = {
      ...there('tensorflow'),
      async load(_, from) {
        asked.push(from);
        return { version: from, tf: {} as Backend['tf'], activate: () => {} };
      },
    };
    for (const instead of ['fast-check', '@coincide/no-such-package']) {
      vi.resetModules();
      load = await import('../../src/backend/load.ts');
      machine.backends.tensorflow = { ...kind, instead };
      await load.loadBackend('tensorflow');
    }
    expect(asked).toEqual(['fast-check', 'seedrandom']);
    machine.backends.cpu = { ...broken(new Error('no CUDA')), instead: 'fast-check' };
    await expect(load.loadBackend('cpu')).rejects.toThrow(
      'the backend "cpu" is broken (fast-check is installed but does not load: no CUDA); build it.',
    );
  });

  test('that was found missing is not tried again', async () => {
    let tried = 0;
    const load1 = () => {
      tried++;
      return Promise.reject(new Error('no'));
    };
    machine.backends.cpu = { ...absent, load: load1 };
    const first = await load.backendState('cpu');
    expect(first).toEqual({
      state: 'absent',
      why: '@coincide/no-such-package is not installed',
      remedy: 'npm install it',
    });
    expect(await load.backendState('cpu')).toBe(first);
    await expect(load.loadBackend('cpu')).rejects.toThrow('the backend "cpu" is absent');
    expect(tried).toBe(1);
  });
});

describe('what --backend asks for', () => {
  test('auto is plain loops, and wasm for all else once it is needed, whatever is installed', async () => {
    const { loops, backend } = await load.chooseBackend('auto');
    expect(loops).toBe(true);
    expect(loads).toEqual([]);
    expect((await backend()).name).toBe('wasm');
    expect(loads).toEqual(['wasm']);
  });

  test('a name is that backend for every layer, loaded at once', async () => {
    const { loops, backend } = await load.chooseBackend('tensorflow');
    expect(loops).toBe(false);
    expect(loads).toEqual(['tensorflow']);
    expect((await backend()).name).toBe('tensorflow');
  });

  test('auto has nothing left where wasm is missing', async () => {
    machine.backends.wasm = absent;
    const { backend } = await load.chooseBackend('auto');
    await expect(backend()).rejects.toThrow(
      new UserError(
        'the backend "wasm" is absent (@coincide/no-such-package is not installed); npm install it.',
      ),
    );
  });
});
