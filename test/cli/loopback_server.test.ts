import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { EVENTS_PATH, type ServePagesOptions, servePages } from '../../src/cli/loopback_server.ts';

/** The status and the text of an answer. */
async function get(url: string, { method = 'GET', headers = {} as Record<string, string>, path = '/' } = {}) {
  const asked = request(url, { method, headers, path });
  asked.end();
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return { status: answer.statusCode as number, text, headers: answer.headers as Record<string, string> };
}

async function serve(pages: ServePagesOptions['pages'], port?: number) {
  const controller = new AbortController();
  const server = await servePages({ pages, port, signal: controller.signal });
  onTestFinished(() => controller.abort(new Error('end')));
  return { ...server, end: () => controller.abort(new Error('end')) };
}

const page = { type: 'text/html; charset=utf-8', body: '<p>é' };
const only: ServePagesOptions['pages'] = (path) => (path === '/' ? page : undefined);

test('serves its pages and nothing beside them', async () => {
  const { url } = await serve(only);
  const { status, text, headers } = await get(url);
  expect([status, text]).toEqual([200, '<p>é']);
  expect(headers).toMatchObject({
    'content-type': page.type,
    'content-length': '5',
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  expect(headers['access-control-allow-origin']).toBe(undefined);
  expect((await get(url, { path: '/?a=1' })).status).toBe(200);
  expect(await get(url, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  for (const path of ['/package.json', '/../package.json', '//', '/%2e%2e/package.json', '/index.html'])
    expect((await get(url, { path })).status).toBe(404);
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
    expect((await get(url, { method })).status).toBe(405);
});

test('refuses every name but its own', async () => {
  const { url } = await serve(only);
  const { port } = new URL(url);
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LocalHost:${port}`])
    expect((await get(url, { headers: { host } })).status).toBe(200);
  const foreign = ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1.evil.example:${port}`];
  for (const host of [...foreign, `[::1]:${port}`, `0.0.0.0:${port}`, `127.0.0.1:${Number(port) + 1}`]) {
    const { status, text } = await get(url, { headers: { host }, path: EVENTS_PATH });
    expect([host, status, text]).toEqual([host, 403, `this server answers at 127.0.0.1:${port} only\n`]);
  }
});

test('listens at 127.0.0.1 only', async () => {
  const { url } = await serve(only);
  const others = Object.values(networkInterfaces())
    .flatMap((one) => one ?? [])
    .filter(({ address }) => address !== '127.0.0.1' && !address.startsWith('fe80'));
  for (const { address } of others) {
    const socket = connect({ host: address, port: Number(new URL(url).port) });
    const found = await Promise.race([once(socket, 'connect').then(() => 'open'), once(socket, 'error')]);
    socket.destroy();
    expect(found).not.toBe('open');
  }
});

test('tells open pages to load again, and ends with them open', async () => {
  const server = await serve(only);
  const asked = request(server.url, { path: EVENTS_PATH });
  asked.end();
  const [answer] = await once(asked, 'response');
  answer.setEncoding('utf8');
  expect((await once(answer, 'data'))[0]).toBe('retry: 1000\n\n');
  server.reload();
  expect((await once(answer, 'data'))[0]).toBe('data: reload\n\n');
  answer.on('error', () => undefined);
  server.end();
  await expect(server.ended).rejects.toThrow('end');
  await expect(get(server.url)).rejects.toThrow('ECONNREFUSED');
});

test('a page that cannot be made is an answer, and the server goes on', async () => {
  let fails = true;
  const { url } = await serve(async () => {
    if (fails) throw new Error('no');
    return page;
  });
  expect(await get(url)).toMatchObject({ status: 500, text: 'could not make this page: no\n' });
  fails = false;
  expect((await get(url)).status).toBe(200);
});

test('takes the port that is given, and says if it is in use', async () => {
  const { url } = await serve(only);
  const port = Number(new URL(url).port);
  await expect(serve(only, port)).rejects.toThrow(
    `port ${port} is in use; choose another, or leave --port out for a free one.`,
  );
});
