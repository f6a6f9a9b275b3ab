// node verify.mjs <snapshot|viem> <rounds>: verifies the votes on standard input, one {address, sig, message} a line, in so many parts.
// A line a part: {valid, seconds} of processor time, after a warm-up. A vote that is not valid ends it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [client, rounds] = [process.argv[2], Number(process.argv[3])];
const votes = readFileSync(0, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const domain = { name: 'snapshot', version: '0.1.4' };
const field = (type, name) => ({ name, type });
const types = {
  Vote: [
    field('string', 'from'), field('string', 'space'), field('uint64', 'timestamp'), field('string', 'proposal'),
    field('uint32', 'choice'), field('string', 'reason'), field('string', 'app'), field('string', 'metadata'),
  ],
};

const verifiers = {
  snapshot: () => {
    const required = createRequire(import.meta.url)('@snapshot-labs/snapshot.js');
    const snapshot = required.default ?? required;
    return ({ address, sig, message }) => snapshot.utils.verify(address, sig, { domain, types, message });
  },
  viem: async () => {
    const { verifyTypedData } = await import('viem');
    return ({ address, sig, message }) => verifyTypedData({ address, domain, types, primaryType: 'Vote', message, signature: sig });
  },
};
const verify = await verifiers[client]();

const verifyAll = async (part) => {
  for (const vote of part) if (!(await verify(vote))) throw new Error(`${client} refuses the vote of ${vote.address}`);
};

await verifyAll(votes.slice(0, 500));
const size = Math.ceil(votes.length / rounds);
for (let start = 0; start < votes.length; start += size) {
  const part = votes.slice(start, start + size);
  const before = process.cpuUsage();
  await verifyAll(part);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ valid: part.length, seconds: (user + system) / 1e6 }));
}
