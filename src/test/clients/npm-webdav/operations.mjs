// The npm package `webdav` does its normal operations against a folder: node operations.mjs URL USER PASSWORD
import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { createClient } from 'webdav';

const [url, username, password] = process.argv.slice(2);
const client = createClient(url, { username, password });
const colleague = createClient(url, { username, password });

/** The status that a call is refused with. */
async function refused(call) {
  try {
    await call;
  } catch (error) {
    return error.status;
  }
  assert.fail('it was not refused');
}

const compliance = await client.getDAVCompliance('/');
assert.ok(compliance.compliance.includes('2'), JSON.stringify(compliance));

// Folders and files.
await client.createDirectory('/a/b/c', { recursive: true });
assert.equal(await client.exists('/a/b/c'), true);
assert.equal(await client.exists('/a/none'), false);
assert.equal(await refused(client.createDirectory('/a')), 405);
assert.equal(await refused(client.createDirectory('/none/here')), 409);
assert.equal(await client.putFileContents('/a/one.txt', 'one'), true);
assert.equal(await client.putFileContents('/a/one.txt', 'other', { overwrite: false }), false);
assert.equal(await client.getFileContents('/a/one.txt', { format: 'text' }), 'one');
const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));
await client.putFileContents('/a/bytes', bytes);
assert.deepEqual(Buffer.from(await client.getFileContents('/a/bytes')), bytes);
await client.putFileContents('/a/empty', '');
assert.equal((await client.stat('/a/empty')).size, 0);

// Streams and ranges.
const out = client.createWriteStream('/a/streamed', {}, () => out.emit('answered'));
out.write('0123456789');
out.end('abcdef');
await once(out, 'answered');
assert.equal(await text(client.createReadStream('/a/streamed')), '0123456789abcdef');
assert.equal(await text(client.createReadStream('/a/streamed', { range: { start: 3, end: 5 } })), '345');

// What a folder holds.
const odd = ['two words', 'hash#tag', 'what?', '50%', 'a&b=c', '中文文件.txt', '😀', "it's", '<b>', 'a+b', '[x]'];
for (const name of odd) {
  await client.putFileContents(`/a/b/${name}`, name);
}
const members = await client.getDirectoryContents('/a/b');
assert.deepEqual(members.map((each) => each.basename).sort(), [...odd, 'c'].sort());
assert.equal(members.find((each) => each.basename === 'c').type, 'directory');
for (const name of odd) {
  assert.equal(await client.getFileContents(`/a/b/${name}`, { format: 'text' }), name);
}
const stat = await client.stat('/a/bytes');
assert.equal(stat.size, bytes.length);
assert.equal(stat.type, 'file');
assert.ok(Date.now() - Date.parse(stat.lastmod) < 3_600_000, stat.lastmod);
await client.getQuota({ path: '/a' });

// Copies and moves.
await client.copyFile('/a/one.txt', '/a/two.txt');
assert.equal(await refused(client.copyFile('/a/one.txt', '/a/two.txt', { overwrite: false })), 412);
await client.moveFile('/a/two.txt', '/a/b/c/three.txt');
assert.equal(await client.exists('/a/two.txt'), false);
await client.copyFile('/a/b', '/a/copy');
assert.equal(await client.getFileContents('/a/copy/c/three.txt', { format: 'text' }), 'one');
await client.copyFile('/a/b', '/a/shallow', { shallow: true });
assert.deepEqual(await client.getDirectoryContents('/a/shallow'), []);
await client.moveFile('/a/copy', '/a/moved');
assert.equal(await client.getFileContents('/a/moved/50%', { format: 'text' }), '50%');

// Locks: the client sends Lock-Token without angle brackets.
const { token } = await client.lock('/a/one.txt', { timeout: 'Second-600' });
assert.equal(await refused(colleague.putFileContents('/a/one.txt', 'theirs')), 423);
assert.equal(await refused(colleague.deleteFile('/a/one.txt')), 423);
assert.equal(await refused(colleague.lock('/a/one.txt')), 423);
assert.equal(await client.getFileContents('/a/one.txt', { format: 'text' }), 'one');
const If = { If: `(<${token}>)` };
await client.putFileContents('/a/one.txt', 'mine', { headers: If });
// The client's own way to refresh asks for a second lock (RFC 4918 §9.10.2: a refresh has no body).
assert.equal(await refused(client.lock('/a/one.txt', { refreshToken: If.If })), 423);
const refreshed = await client.customRequest('/a/one.txt', { method: 'LOCK', headers: If });
assert.ok((await refreshed.text()).includes(token));
await client.unlock('/a/one.txt', token);
await colleague.putFileContents('/a/one.txt', 'theirs');
assert.equal(await client.getFileContents('/a/one.txt', { format: 'text' }), 'theirs');

// A name that nothing has yet is locked, and stays empty until it is written.
const reserved = await client.lock('/a/new.txt');
assert.equal(await refused(colleague.putFileContents('/a/new.txt', 'theirs')), 423);
await client.putFileContents('/a/new.txt', 'mine', { headers: { If: `(<${reserved.token}>)` } });
await client.unlock('/a/new.txt', reserved.token);

await client.deleteFile('/a/bytes');
assert.equal(await refused(client.deleteFile('/a/bytes')), 404);
await client.deleteFile('/a');
assert.deepEqual(await client.getDirectoryContents('/'), []);
console.log('all done');
