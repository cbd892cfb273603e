import { quoted, UserError } from '../../core/error.ts';

/** Where a queue is, and how to log in. */
export interface QueueAddress {
  host: string;
  port: number;
  /** The number of the database. */
  db: number;
  tls: boolean;
  username?: string | undefined;
  password?: string | undefined;
  /** As messages name it: without user and password. */
  shown: string;
}

/** Holds the address where `--queue auto` is given. */
const ADDRESS_VARIABLE = 'COINCIDE_QUEUE';
/** Holds the password where the address has none. */
const PASSWORD_VARIABLE = 'COINCIDE_QUEUE_PASSWORD';

const EXAMPLE = 'redis://localhost:6379';

/**
 * The address that `--queue` gives: `redis://HOST:PORT/DATABASE`, or `rediss://` for TLS, with `USER:PASSWORD@` before the
 * host. `auto` takes it from COINCIDE_QUEUE. A password that it lacks is taken from COINCIDE_QUEUE_PASSWORD. Defaults: port
 * 6379, database 0.
 *
 * @example queueAddress('rediss://me:secret@queue.example', {}).shown // 'rediss://queue.example:6379'
 * @throws UserError where it is no such address; no message repeats it, since it may hold a password
 */
export function queueAddress(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): QueueAddress {
  const from = text === 'auto' ? ADDRESS_VARIABLE : '--queue';
  const given = text === 'auto' ? environment[ADDRESS_VARIABLE] : text;
  if (given === undefined || given === '')
    throw new UserError(
      text === 'auto'
        ? `--queue auto: ${ADDRESS_VARIABLE} is not set; set it to an address such as ${EXAMPLE}.`
        : `--queue: expected an address such as ${EXAMPLE}, or auto.`,
    );
  const url = parsedUrl(given);
  const tls = url?.protocol === 'rediss:';
  if (!url || !(tls || url.protocol === 'redis:') || url.hostname === '')
    throw new UserError(`${from}: expected an address such as ${EXAMPLE}, with rediss:// for TLS.`);
  const [, db] = /^\/?(\d{0,4})$/.exec(url.pathname) ?? [];
  if (db === undefined)
    throw new UserError(
      `${from}: expected the number of a database at the end, such as ${EXAMPLE}/1, not ${quoted(url.pathname)}.`,
    );
  const port = url.port === '' ? 6379 : Number(url.port);
  const password = withoutEscapes(url.password) || environment[PASSWORD_VARIABLE] || undefined;
  return {
    // An IPv6 address has brackets in a URL only.
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    db: Number(db),
    tls,
    username: withoutEscapes(url.username) || undefined,
    password,
    shown: `${url.protocol}//${url.hostname}:${port}${db === '' ? '' : `/${db}`}`,
  };
}

function parsedUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** A part of a URL without its escapes; as it is where they are none. */
function withoutEscapes(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A text without the password of an address, however it is written in it. */
export function withoutPassword(text: string, { password }: QueueAddress): string {
  if (!password) return text;
  return [password, encodeURIComponent(password), encodeURI(password)].reduce(
    (masked, written) => masked.replaceAll(written, '***'),
    text,
  );
}
