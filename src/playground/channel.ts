import type { Answer, Ask, GivenFile, Numbered, WorkerSetup } from './protocol.ts';

/**
 * A worker that answers one ask at a time. Of asks that come meanwhile, it gets the last one. Each ask ends with the answer
 * `done`, also one that was replaced or stopped.
 */
export interface WorkerChannel {
  /** @param ends whether what is computed now is given up for it */
  ask(message: Ask, take: (answer: Answer) => void, ends?: boolean): void;
  /** Gives the files of the user to the worker. */
  files(files: readonly GivenFile[]): void;
  /** Gives up what is asked. What the worker has said meanwhile is not taken. */
  stop(): void;
}

interface Waiting {
  message: Ask;
  take(answer: Answer): void;
}

/**
 * Starts a worker, and again after a failure that ended its work.
 *
 * @param start makes the worker
 * @param crashed receives why a worker failed
 */
export function openChannel(
  start: () => Worker,
  setup: WorkerSetup,
  crashed: (message: string) => void,
): WorkerChannel {
  let given: readonly GivenFile[] = [];
  let flying: (Waiting & { id: number }) | undefined;
  let next: Waiting | undefined;
  let count = 0;
  let worker = started();

  function started(): Worker {
    const made = start();
    made.addEventListener('message', ({ data }: MessageEvent<Numbered<Answer>>) => receive(data));
    made.addEventListener('error', (event) => {
      event.preventDefault();
      made.terminate();
      worker = started();
      const lost = flying;
      flying = undefined;
      lost?.take({ answer: 'done' });
      crashed(event.message || 'it gave no reason');
      sendNext();
    });
    post(made, { ask: 'setup', setup });
    if (given.length > 0) post(made, { ask: 'files', files: given });
    return made;
  }

  function receive({ id, message }: Numbered<Answer>): void {
    if (id !== flying?.id) return;
    flying.take(message);
    if (message.answer !== 'done') return;
    flying = undefined;
    sendNext();
  }

  function sendNext(): void {
    if (flying || !next) return;
    const { message } = next;
    flying = { ...next, id: post(worker, message) };
    next = undefined;
  }

  function dropNext(): void {
    const dropped = next;
    next = undefined;
    dropped?.take({ answer: 'done' });
  }

  function post(to: Worker, message: Ask): number {
    to.postMessage({ id: ++count, message } satisfies Numbered<Ask>);
    return count;
  }

  return {
    ask(message, take, ends = false) {
      dropNext();
      next = { message, take };
      if (flying && ends) post(worker, { ask: 'stop' });
      sendNext();
    },
    files(files) {
      given = files;
      post(worker, { ask: 'files', files });
    },
    stop() {
      dropNext();
      if (flying) flying.take = lastOnly(flying.take);
      post(worker, { ask: 'stop' });
    },
  };
}

/** Takes the last answer of an ask alone. */
function lastOnly(take: Waiting['take']): Waiting['take'] {
  return (answer) => {
    if (answer.answer === 'done') take(answer);
  };
}
