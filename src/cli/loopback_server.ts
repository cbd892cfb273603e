import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../core/error.ts';
import { reason } from '../results/reason.ts';

/** What the server answers at one path. */
export interface ServedPage {
  /** The media type: `text/html; charset=utf-8`. */
  type: string;
  body: string | Uint8Array;
  /** Further headers, such as a content security policy. */
  headers?: Readonly<Record<string, string>>;
}

export interface ServePagesOptions {
  /** The page at a path that begins with `/`, without its query; undefined: 404. It is asked for each request. */
  pages(path: string): ServedPage | undefined | Promise<ServedPage | undefined>;
  /** Default: a free port that the system chooses. */
  port?: number | undefined;
  /** Ends the server when it aborts. */
  signal: AbortSignal;
}

/** A server that runs. */
export interface LoopbackServer {
  /** `http://127.0.0.1:41234/` */
  url: string;
  /** Tells every open page that listens at `EVENTS_PATH` to load itself again. */
  reload(): void;
  /** Rejects with the signal's reason after the server has closed. */
  ended: Promise<never>;
}

/** Server-sent events: a page that opens an `EventSource` here gets a message each time it should load itself again. */
export const EVENTS_PATH = '/events';

/**
 * Serves pages on the loopback, until the signal aborts. It listens at 127.0.0.1 only, so no other machine reaches it.
 * A request must name it as its host (`127.0.0.1:PORT` or `localhost:PORT`), so that no foreign page reaches it by a
 * name of its own that leads here (DNS rebinding). Only GET and HEAD are answered, and nothing is cached.
 *
 * @throws UserError if the port is in use or not allowed
 * @example
 * await interruptible(async (signal) => {
 *   const server = await servePages({ pages: (path) => (path === '/' ? page : undefined), signal });
 *   note(`${server.url} (Ctrl-C ends it)`);
 *   return server.ended;
 * });
 */
export async function servePages({ pages, port = 0, signal }: ServePagesOptions): Promise<LoopbackServer> {
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    // A failure of `pages` must not end the process; the page says what failed.
    answer(request, response).catch((error) => {
      if (response.headersSent) response.destroy();
      else sendPage(response, 500, plainText(`could not make this page: ${(error as Error).message}`));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(portProblem(port, cause)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const own = (server.address() as AddressInfo).port;
  const hosts = [`127.0.0.1:${own}`, `localhost:${own}`, ...(own === 80 ? ['127.0.0.1', 'localhost'] : [])];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, headers, url = '/' } = request;
    if (!hosts.includes(headers.host?.toLowerCase() ?? ''))
      return sendPage(response, 403, plainText(`this server answers at ${hosts[0]} only`));
    if (method !== 'GET' && method !== 'HEAD')
      return sendPage(response, 405, {
        ...plainText('only GET is answered'),
        headers: { Allow: 'GET, HEAD' },
      });
    const path = url.replace(/[?#].*$/s, '');
    if (path === EVENTS_PATH) return listen(response);
    const page = await pages(path);
    sendPage(response, page ? 200 : 404, page ?? plainText('there is no such page'), method === 'HEAD');
  }

  function listen(response: ServerResponse): void {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
    response.write('retry: 1000\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }

  const ended = new Promise<never>((_, reject) => {
    const close = () => {
      server.close(() => reject(signal.reason));
      server.closeAllConnections();
    };
    if (signal.aborted) close();
    else signal.addEventListener('abort', close, { once: true });
  });
  ended.catch(() => undefined);
  return {
    url: `http://127.0.0.1:${own}/`,
    reload: () => {
      for (const response of listeners) response.write('data: reload\n\n');
    },
    ended,
  };
}

/** Other origins can neither embed nor read what is served. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

function sendPage(response: ServerResponse, status: number, page: ServedPage, headOnly = false): void {
  const body = Buffer.from(page.body as string);
  response.writeHead(status, {
    ...HEADERS,
    'Content-Type': page.type,
    'Content-Length': body.length,
    ...page.headers,
  });
  response.end(headOnly ? undefined : body);
}

function plainText(text: string): ServedPage {
  return { type: 'text/plain; charset=utf-8', body: `${text}\n` };
}

function portProblem(port: number, cause: NodeJS.ErrnoException): UserError {
  const why =
    cause.code === 'EADDRINUSE'
      ? 'is in use'
      : cause.code === 'EACCES'
        ? 'may not be used by this user'
        : `cannot be used: ${reason(cause)}`;
  return new UserError(`port ${port} ${why}; choose another, or leave --port out for a free one.`, { cause });
}
