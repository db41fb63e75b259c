// Fails the build when the first load outgrows its budget: everything index.html names, and what those modules import
// eagerly, compressed as it travels. Chunks behind import() are not first load.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 100 * 1024;
const dist = new URL('../dist/', import.meta.url);
const read = (path) => readFileSync(new URL(path, dist));

const sizes = new Map();
function add(path) {
  if (sizes.has(path)) return;
  const content = read(path);
  sizes.set(path, gzipSync(content).length);
  if (!path.endsWith('.js')) return;
  for (const match of content.toString().matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+)"/g)) add(`assets/${match[1]}`);
}

const shell = read('index.html').toString();
add('index.html');
for (const match of shell.matchAll(/(?:src|href)="([^"]+)"/g)) {
  if (!match[1].startsWith('./')) {
    console.error(`index.html names ${match[1]}: the gateway finds its own path only in the place of "./"`);
    process.exit(1);
  }
  add(match[1].slice('./'.length));
}
if (/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/.test(shell)) {
  console.error('index.html holds an inline script or style, which the content security policy refuses');
  process.exit(1);
}

const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
for (const [path, size] of sizes) console.log(`${kilobytes(size).padStart(9)}  ${path}`);
console.log(`${kilobytes(total).padStart(9)}  first load, gzip (budget ${kilobytes(BUDGET_BYTES)})`);
if (total > BUDGET_BYTES) {
  console.error('The first load is over its budget: load something later, or drop it');
  process.exit(1);
}
