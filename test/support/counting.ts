import { vi } from 'vitest';

/** Values that passed through typed arrays, and how many places for them were made. */
export interface Counts {
  read: number;
  written: number;
  allocated: number;
}

/**
 * Counts what a piece of work reads from typed arrays and writes into them: the same numbers on every machine, and
 * nothing in the code that is counted knows of it. Arrays that are made while it runs are counted, by their indices
 * and by what their methods go through; it is some fifty times slower than without.
 */
export async function counting(work: () => Promise<unknown>): Promise<Counts> {
  const counts: Counts = { read: 0, written: 0, allocated: 0 };
  for (const kind of kinds) vi.stubGlobal(kind.name, countedKind(kind, counts));
  try {
    await work();
  } finally {
    vi.unstubAllGlobals();
  }
  return counts;
}

type Typed = Float32Array | Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;
type Kind = new (...args: unknown[]) => Typed;

const kinds = [Float32Array, Float64Array, Int32Array, Uint32Array, Uint16Array, Uint8Array];

/** What is behind a counted array: the engine's own functions take no stand-in. */
const behind = new WeakMap<object, Typed>();

function plain(value: unknown): any {
  return (typeof value === 'object' && value !== null && behind.get(value)) || value;
}

function countedKind(kind: (typeof kinds)[number], counts: Counts): unknown {
  const taken = (array: Typed, source: unknown) => {
    const view = source instanceof ArrayBuffer || source instanceof SharedArrayBuffer;
    if (!view) counts.allocated += array.length;
    if (typeof source === 'object' && !view) counts.written += array.length;
    if (behind.has(Object(source))) counts.read += array.length;
    return counted(array, counts);
  };
  return new Proxy(kind, {
    construct: (target, args) =>
      taken(Reflect.construct(target as unknown as Kind, args.map(plain)) as Typed, args[0]),
    get(target, key) {
      const value = Reflect.get(target, key);
      if (key !== 'from' && key !== 'of') return value;
      return (...args: unknown[]) =>
        taken(Reflect.apply(value as () => Typed, target, args.map(plain)), key === 'from' ? args[0] : args);
    },
  });
}

function counted(array: Typed, counts: Counts): Typed {
  const proxy = new Proxy(array, {
    get(target, key) {
      if (isIndex(key)) {
        counts.read++;
        return target[key as unknown as number];
      }
      const value = Reflect.get(target, key, target);
      return typeof value === 'function' && key !== 'constructor'
        ? method(target, key, value, counts)
        : value;
    },
    set(target, key, value) {
      if (isIndex(key)) counts.written++;
      return Reflect.set(target, key, value, target);
    },
  });
  behind.set(proxy, array);
  return proxy;
}

function method(target: Typed, key: string | symbol, value: any, counts: Counts) {
  return (...args: unknown[]) => {
    const result = Reflect.apply(value, target, args.map(plain));
    const [first] = args;
    if (key === 'set') {
      counts.read += (first as Typed).length;
      counts.written += (first as Typed).length;
    } else if (key === 'fill') counts.written += target.slice(...(args.slice(1) as [number, number])).length;
    else if (key === 'copyWithin') counts.written += target.length;
    else if (key !== 'subarray') counts.read += target.length;
    if (!ArrayBuffer.isView(result)) return result;
    if (result === target) return behind.get(result) ?? counted(target, counts);
    if (key !== 'subarray') {
      counts.allocated += (result as Typed).length;
      counts.written += (result as Typed).length;
    }
    return counted(result as Typed, counts);
  };
}

function isIndex(key: string | symbol): boolean {
  return typeof key === 'string' && key.charCodeAt(0) <= 57 && key.charCodeAt(0) >= 48;
}
