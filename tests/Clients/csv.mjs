// Reads RFC 4180 text from standard input, knowing nothing of who wrote it: every row as one JSON array. Anything the RFC does not allow ends with 1.
import { readFileSync } from 'node:fs';

const text = readFileSync(0, 'utf8');
const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
let row = [];
while (cell.lastIndex < text.length) {
  const at = cell.lastIndex;
  const found = cell.exec(text);
  if (!found) {
    console.error(`not RFC 4180 at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    process.exit(1);
  }
  row.push(found[1] === undefined ? found[2] : found[1].replaceAll('""', '"'));
  if (found[3] === ',') continue;
  console.log(JSON.stringify(row));
  row = [];
}
if (row.length > 0) {
  console.error('the last row has no end');
  process.exit(1);
}
