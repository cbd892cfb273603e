import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { BackendKind } from '../../src/backend/kind.ts';
import type * as loader from '../../src/backend/load.ts';
import { UserError } from '../../src/error.ts';
import { maxPool } from '../../src/layers/max_pool.ts';
import type { Layer } from '../../src/layers/stack.ts';
import type { Backend } from '../../src/tensor.ts';

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

const plain: Layer = { name: 'max_pool', kind: maxPool, options: {} };
const heavy: Layer = { name: 'my_conv', kind: { ...maxPool, heavy: true }, options: {} };

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
      new UserError('--backend: unknown backend "tensorflw"; did you mean "tensorflow"?'),
    );
    await expect(load.loadBackend('quantum')).rejects.toThrow(
      new UserError('--backend: unknown backend "quantum"; allowed: auto, cpu, tensorflow, wasm.'),
    );
    // A name that every object has is none.
    await expect(load.loadBackend('toString')).rejects.toThrow(
      new UserError('--backend: unknown backend "toString"; allowed: auto, cpu, tensorflow, wasm.'),
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

describe('auto', () => {
  const choice = async (layers: Layer[]) => {
    const { backend, why } = await load.autoBackend(layers);
    return [backend.name, why];
  };

  test('takes wasm for a stack without convolutions, whatever is installed, and loads nothing else', async () => {
    expect(await choice([plain, plain])).toEqual(['wasm', 'no layer is a convolution or a model']);
    expect(await choice([])).toEqual(['wasm', 'no layer is a convolution or a model']);
    expect(loads).toEqual(['wasm']);
  });

  test('takes native TensorFlow for a stack with one', async () => {
    expect(await choice([plain, heavy])).toEqual(['tensorflow', 'my_conv is faster in native TensorFlow']);
    expect(loads).toEqual(['tensorflow']);
  });

  test('takes wasm for one with little work, so that small results never depend on what is installed', async () => {
    const { backend, why } = await load.autoBackend([heavy], 1e9 - 1);
    expect([backend.name, why]).toEqual(['wasm', 'there is little work in my_conv']);
    expect(loads).toEqual(['wasm']);
    expect((await load.autoBackend([heavy], 1e9)).backend.name).toBe('tensorflow');
  });

  test.each([
    ['absent', absent],
    ['broken', broken(new Error('no'))],
  ])('takes wasm for it where native TensorFlow is %s', async (state, kind) => {
    machine.backends.tensorflow = kind;
    expect(await choice([heavy])).toEqual(['wasm', `native TensorFlow, faster for my_conv, is ${state}`]);
  });

  test('has nothing left where wasm is missing too', async () => {
    machine.backends.wasm = absent;
    await expect(load.autoBackend([plain])).rejects.toThrow(
      new UserError(
        'the backend "wasm" is absent (@coincide/no-such-package is not installed); npm install it.',
      ),
    );
  });
});
