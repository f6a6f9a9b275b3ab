// A message server as an express program would be, without express's own cost: reads a vote, verifies it with Snapshot's client, answers, keeps nothing.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const required = createRequire(import.meta.url)('@snapshot-labs/snapshot.js');
const { utils } = required.default ?? required;

const answer = (response, status, value) => {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
};

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    try {
      const { address, sig, data } = JSON.parse(Buffer.concat(parts).toString());
      const valid = await utils.verify(address, sig, data);
      answer(response, valid ? 200 : 400, { id: utils.getHash(data), valid });
    } catch (fault) {
      answer(response, 500, { error: String(fault) });
    }
  });
});
// Between its turns it keeps its connections, as the others do.
server.keepAliveTimeout = server.headersTimeout = server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
