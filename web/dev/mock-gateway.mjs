// A stand-in for the gateway, for working on the application alone: `npm run build && npm run mock`, then open the printed
// address. It keeps a tree in memory, serves dist with the real content security policy, and has a folder for each kind of
// trouble. Development only: it is no part of the product, and checks nothing that the gateway checks.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const port = Number(process.env.PORT ?? 8090);
const dist = new URL('../dist/', import.meta.url);
const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; frame-src 'self'; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html dompurify";

const file = (text, modified = '2026-11-03T09:24:00Z', size = undefined) => ({ content: Buffer.from(text), modified, size });
const folder = (members = {}, modified = '2026-10-21T16:05:00Z') => ({ members: new Map(Object.entries(members)), modified });
const many = (count) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `scan-${index + 1}.${['tif', 'pdf', 'xml', 'txt'][index % 4]}`,
      file('', new Date(Date.UTC(2026, 0, 1) + index * 3_600_000).toISOString(), (index * 7919) % 4_000_000),
    ]),
  );

const tree = folder({
  legacy: folder({
    incoming: folder({ 'a b': folder({ 'note.txt': file('hello') }), '2026': folder({ november: folder() }) }),
    'Price lists': folder({ 'prices 2026.csv': file('a,b\n') }),
    空文件夹: folder(),
    'ten thousand': folder(many(10_000)),
    'hundred thousand': folder(many(100_000)),
    slow: folder(many(200)),
    denied: folder(),
    firewalled: folder(),
    busy: folder(),
    full: folder(),
    'invoice 9.pdf': file('', '2026-11-20T08:11:00Z', 184_320),
    'invoice 10.pdf': file('', '2026-11-21T15:42:00Z', 201_118),
    'readme.txt': file('Hello from the mock.\n', '2024-02-29T12:00:00Z'),
    'site-backup.tar.gz': file('', '2026-11-19T02:00:00Z', 4_812_345_678),
    'harbour.jpg': file('', '2025-07-14T19:30:00Z', 3_482_110),
    'interview.mp3': file('', '2025-03-02T10:00:00Z', 58_204_911),
    'launch.mp4': file('', '2026-05-09T14:21:00Z', 912_004_118),
    'orders.xml': file('<orders/>', '2026-11-22T07:00:00Z', 48_211),
    'stock.xlsx': file('', '2026-11-18T11:00:00Z', 92_411),
    '季度报告.docx': file('', '2026-09-30T03:15:00Z', 71_200),
    'a <b>name</b> & "quotes" #1 100%.txt': file('x'),
  }),
  public: folder({ 'README': file('Welcome') }),
  vault: folder(),
});
const backends = [
  { name: 'legacy', login: 'pass-through' },
  { name: 'public', login: 'anonymous' },
  { name: 'vault', login: 'fixed' },
];
const users = new Map();

const problems = {
  'not-found': [404, 'Not found', '550 No such file or directory.'],
  denied: [403, 'Denied', '550 Permission denied.'],
  'not-logged-in': [401, 'Not logged in', '530 Login incorrect.'],
  exists: [405, 'Exists'],
  'missing-parent': [409, 'Missing parent', '550 No such directory.'],
  'no-space': [507, 'No space', '552 Disk quota exceeded.'],
  busy: [503, 'Busy', '421 Too many connections (8) from this address.'],
  'no-data-connection': [504, 'No data connection', '425 Can’t open data connection.'],
  'precondition-failed': [412, 'Precondition failed'],
};

function fail(response, code, headers = {}, status = problems[code][0]) {
  const [, title, reply] = problems[code];
  const attempts =
    code === 'no-data-connection'
      ? [
          { mode: 'EPSV', address: '192.0.2.1:40012', outcome: 'timed-out', millis: 5000 },
          { mode: 'PASV', address: '10.0.0.7:40013', outcome: 'private-address', millis: 1 },
          { mode: 'EPRT', address: '203.0.113.7:40000', outcome: 'refused', millis: 38 },
        ]
      : undefined;
  response.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers });
  response.end(JSON.stringify({ title, status, code, detail: title, reply, attempts }));
}

const sessionBody = () => ({
  backends: backends.map(({ name, login }) => {
    const user = users.get(name);
    return { name, href: `/${name}/`, login, signedIn: login !== 'pass-through' || user !== undefined, user };
  }),
  version: '0.1.0',
});

function json(response, value, status = 200) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function find(segments) {
  let node = tree;
  for (const segment of segments) node = node?.members?.get(segment);
  return node;
}

const types = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

function serveDist(response, path) {
  const target = new URL(path, dist);
  if (!existsSync(target)) return fail(response, 'not-found');
  response.writeHead(200, {
    'Content-Type': types[path.split('.').at(-1)] ?? 'application/octet-stream',
    'Content-Security-Policy': csp,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': path === 'index.html' ? 'no-cache' : 'public, max-age=31536000, immutable',
    Vary: 'Accept',
  });
  if (path === 'index.html') response.end(readFileSync(target, 'utf8').replaceAll('"./', '"/-/'));
  else createReadStream(target).pipe(response);
}

async function serveListing(response, node, segments) {
  response.writeHead(200, { 'Content-Type': 'application/json', Vary: 'Accept' });
  response.write(`{"path":${JSON.stringify(`/${segments.map((one) => `${one}/`).join('')}`)},"entries":[`);
  const slow = segments.at(-1) === 'slow';
  let piece = '';
  let count = 0;
  for (const [name, member] of node.members) {
    const isFolder = member.members !== undefined;
    const href = encodeURIComponent(name) + (isFolder ? '/' : '');
    const size = isFolder ? undefined : (member.size ?? member.content.length);
    piece += (count++ ? ',' : '') + JSON.stringify({ name, href, kind: isFolder ? 'folder' : 'file', size, modified: member.modified });
    if (count % (slow ? 20 : 500) === 0) {
      if (slow) await sleep(600);
      if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve));
      piece = '';
    }
  }
  response.end(`${piece}],"skipped":${segments.length === 1 ? 1 : 0}}`);
}

async function serveApi(request, response, url) {
  if (request.method === 'POST') {
    const { backend, user, password } = JSON.parse((await body(request)).toString());
    await sleep(300);
    if (password === 'wrong') return fail(response, 'not-logged-in');
    users.set(backend, user);
  } else if (request.method === 'DELETE') {
    const backend = url.searchParams.get('backend');
    if (backend === null) users.clear();
    else users.delete(backend);
    response.writeHead(204).end();
    return undefined;
  }
  return json(response, sessionBody());
}

async function serveFiles(request, response, url) {
  const segments = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const name = segments.at(-1);
  const parent = segments.length === 0 ? undefined : find(segments.slice(0, -1));
  const node = find(segments);
  const isShell = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
  const login = backends.find((backend) => backend.name === segments[0])?.login;
  if (isShell && (url.pathname.endsWith('/') || (login === 'pass-through' && !users.has(segments[0])))) return serveDist(response, 'index.html');
  if (segments[0] === 'vault' || (login === 'pass-through' && !users.has(segments[0]))) return fail(response, 'not-logged-in');
  if (segments.includes('denied')) return fail(response, 'denied');
  if (segments.includes('firewalled')) return fail(response, 'no-data-connection');

  switch (request.method) {
    case 'GET':
      if (!node) return fail(response, 'not-found');
      if (node.members) return serveListing(response, node, segments);
      response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Security-Policy': 'sandbox', 'X-Content-Type-Options': 'nosniff' });
      return response.end(node.content);
    case 'PUT': {
      if (!parent?.members) return fail(response, 'missing-parent');
      if (node && request.headers['if-none-match'] === '*') return fail(response, 'precondition-failed');
      if (segments.includes('busy') && Math.random() < 0.5) return fail(response, 'busy', { 'Retry-After': '2' });
      const content = await body(request);
      if (segments.includes('full')) return fail(response, 'no-space');
      await sleep(150);
      parent.members.set(name, { content, modified: new Date().toISOString() });
      return response.writeHead(node ? 204 : 201).end();
    }
    case 'MKCOL':
      if (!parent?.members) return fail(response, 'missing-parent');
      if (node) return fail(response, 'exists');
      parent.members.set(name, folder({}, new Date().toISOString()));
      return response.writeHead(201).end();
    case 'MOVE': {
      if (!node) return fail(response, 'not-found');
      const to = new URL(request.headers.destination, 'http://x').pathname.split('/').filter(Boolean).map(decodeURIComponent);
      const target = find(to.slice(0, -1));
      if (!target?.members) return fail(response, 'missing-parent');
      if (target.members.has(to.at(-1))) return fail(response, 'exists', {}, 412);
      parent.members.delete(name);
      target.members.set(to.at(-1), node);
      return response.writeHead(201).end();
    }
    case 'DELETE':
      if (!node) return fail(response, 'not-found');
      if (name === 'readme.txt') return fail(response, 'denied');
      parent.members.delete(name);
      return response.writeHead(204).end();
    default:
      return fail(response, 'not-found');
  }
}

createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const answer = url.pathname.startsWith('/-/api/')
    ? serveApi(request, response, url)
    : url.pathname.startsWith('/-/')
      ? serveDist(response, url.pathname.slice('/-/'.length))
      : serveFiles(request, response, url);
  Promise.resolve(answer).catch((error) => {
    console.error(error);
    response.destroy();
  });
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/`));
