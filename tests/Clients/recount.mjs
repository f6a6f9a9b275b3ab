// An analyst's own recount of an audit bundle, written from src/Governance/Exports/README.md alone: hashes by Node, signatures by viem.
// node recount.mjs bundle.ndjson -> one JSON line: the count by choice, the voters, the root; or an error and exit 1.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { hashTypedData, recoverAddress, recoverMessageAddress } from 'viem';

const sha256 = (...parts) => { const h = createHash('sha256'); for (const part of parts) h.update(part); return h.digest(); };
const assert = (condition, text) => { if (!condition) throw new Error(text); };
const fromHex = (text) => Buffer.from(text.slice(2), 'hex');

const peaks = [];
let size = 0n;
function append(level, hash) {
  assert(size % (1n << BigInt(level)) === 0n, `no subtree of level ${level} begins at ${size}`);
  peaks.push([level, hash]);
  size += 1n << BigInt(level);
  while (peaks.length > 1 && peaks.at(-1)[0] === peaks.at(-2)[0]) {
    const [, right] = peaks.pop(), [at, left] = peaks.pop();
    peaks.push([at + 1, sha256(Buffer.from([1]), left, right)]);
  }
}

function cid(text) {
  const bytes = Buffer.concat([Buffer.from([1, 0x55, 0x12, 0x20]), sha256(text)]);
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  let out = 'b';
  for (let i = 0; i < bits.length; i += 5) out += 'abcdefghijklmnopqrstuvwxyz234567'[parseInt(bits.slice(i, i + 5).padEnd(5, '0'), 2)];
  return out;
}

async function signedBy(envelope) {
  const { domain, types, message } = envelope.data;
  const hash = hashTypedData({ domain, types, primaryType: Object.keys(types)[0], message });
  assert(hash === envelope.hash, `the digest of ${envelope.hash} is ${hash}`);
  return recoverAddress({ hash, signature: envelope.sig });
}

let header, proposal, rules, claim, end, seen = 0, ordinal = 0;
const latest = new Map();
const whole = createHash('sha256');

async function leaf(line) {
  seen++;
  append(0, sha256(Buffer.from([0]), line.entry));
  assert(line.leaf === `0x${peaks.length && sha256(Buffer.from([0]), line.entry).toString('hex')}`, 'a leaf is not its entry\'s hash');
  const [version, , id, kind, number, arrived, ipfs, evidenceLine, rest] = line.entry.split('\n');
  assert(version === 'governance-leaf/v1' && rest === '', 'not a leaf');
  if (line.evidence) assert(evidenceLine === `sha256 0x${sha256(line.evidence).toString('hex')}`, 'the evidence is another');
  const evidence = JSON.parse(line.evidence ?? evidenceLine);
  assert(cid(JSON.stringify(line.envelope)) === ipfs, `the envelope of ${id} is another`);
  assert(line.envelope.hash === id, `the envelope of ${id} names another id`);
  const { message } = line.envelope.data;
  if (evidence.signature === 'key') assert(await signedBy(line.envelope) === line.envelope.address && line.envelope.address === message.from, `${id} was not signed by ${message.from}`);
  if (kind === 'proposal') [proposal, rules] = [message, evidence.rules];
  if (kind.startsWith('vote')) vote(id, kind, Number(number), Math.floor(Number(arrived) / 1000), message, evidence.power);
}

function vote(id, kind, number, arrived, message, power) {
  assert(number === ++ordinal, `vote ${ordinal} is missing`);
  assert(message.space === header.space && message.proposal === header.proposal, `${id} is a vote on something else`);
  for (const time of [message.timestamp, arrived]) assert(time >= proposal.start && time <= proposal.end, `${id} is outside the window`);
  const named = proposal.type === 'approval' ? message.choice : [message.choice];
  assert(Array.isArray(named) && new Set(named).size === named.length && named.every((n) => Number.isInteger(n) && n >= 1 && n <= proposal.choices.length), `${id} has an invalid choice`);
  assert(power.sources.length === rules.strategies.length && power.decimals === rules.decimals, `${id} has other sources`);
  let total = 0n;
  power.sources.forEach((source, k) => {
    assert(source.strategy === rules.strategies[k].name, `${id} has another source`);
    assert(BigInt(source.raw) * 10n ** BigInt(rules.decimals - source.decimals) === BigInt(source.power), `${id} has a wrong source`);
    total += BigInt(source.power);
  });
  assert(total === BigInt(power.total), `${id} has a wrong sum`);
  const before = latest.get(message.from);
  assert(!before || before.timestamp < message.timestamp || (before.timestamp === message.timestamp && before.id < id), `${id} replaces a later vote`);
  latest.set(message.from, { id, timestamp: message.timestamp, named, power: total });
}

for await (const text of createInterface({ input: createReadStream(process.argv[2]), crlfDelay: Infinity })) {
  const line = JSON.parse(text);
  if (!line.end) whole.update(text + '\n');
  if (line.bundle) header = line;
  else if (line.leaf) await leaf(line);
  else if (line.tally) claim = line.tally;
  else if (line.end) end = line.end;
  else {
    let [from, to] = line.skip.map(BigInt);
    assert(from === size, 'a skip does not continue the ledger');
    for (const node of line.nodes) {
      let level = 0;
      while (from % (2n << BigInt(level)) === 0n && (2n << BigInt(level)) <= to - from) level++;
      append(level, fromHex(node));
      from += 1n << BigInt(level);
    }
    assert(from === to, 'a skip has too few or too many nodes');
  }
}

let root = peaks.at(-1)[1];
for (let i = peaks.length - 2; i >= 0; i--) root = sha256(Buffer.from([1]), peaks[i][1], root);
const [text, signature] = header.checkpoint.split('\n\n');
const [, headSize, headRoot] = text.split('\n');
assert(BigInt(headSize) === size && headRoot === root.toString('base64'), 'the leaves do not give the signed root');
const sig = `0x${Buffer.from(signature.trim().split(' ')[2], 'base64').subarray(4).toString('hex')}`;
assert(await recoverMessageAddress({ message: text + '\n', signature: sig }) === header.signer, 'the head was signed by another');
assert(end.sha256 === `0x${whole.digest('hex')}` && end.messages === seen && end.votes === ordinal, 'the end does not fit');

const counted = proposal.choices.map(() => 0n);
for (const { named, power } of latest.values()) for (const choice of named) counted[choice - 1] += power;
counted.forEach((power, i) => assert(claim.choices[i].votingPower === power.toString(), `choice ${i + 1}: counted ${power}, claimed ${claim.choices[i].votingPower}`));
console.log(JSON.stringify({ choices: counted.map(String), voters: latest.size, votes: ordinal, root: `0x${root.toString('hex')}` }));
