// node abi.mjs <seed> <count>: random ABI types and values, encoded by viem.
// A line: {types, values, encoded}; integers are decimal strings, bytes and addresses hex.
import { encodeAbiParameters, parseAbiParameters } from 'viem';
import { Random, print } from './random.mjs';

const random = new Random(Number(process.argv[2]));
const count = Number(process.argv[3]);

const makeType = (depth) => {
  if (depth > 0 && random.chance(25)) return `(${Array.from({ length: 1 + random.below(3) }, () => makeType(depth - 1)).join(',')})`;
  if (depth > 0 && random.chance(35)) return makeType(depth - 1) + random.pick(['[]', '[]', '[1]', '[3]']);
  const size = 1 + random.below(32);
  return random.pick(['address', 'bool', 'string', 'bytes', `bytes${size}`, `uint${8 * size}`, `int${8 * size}`, 'bytes32', 'uint256']);
};

const makeValue = (parameter) => {
  const array = parameter.type.match(/^(.*)\[(\d*)\]$/);
  if (array) return Array.from({ length: array[2] ? Number(array[2]) : random.below(4) }, () => makeValue({ ...parameter, type: array[1] }));
  if (parameter.type === 'tuple') return parameter.components.map(makeValue);
  if (parameter.type === 'address') return random.hex(20);
  if (parameter.type === 'bool') return random.chance(50);
  if (parameter.type === 'string') return random.text();
  if (parameter.type === 'bytes') return random.hex(random.below(100));
  const sized = parameter.type.match(/^(bytes|uint|int)(\d+)$/);
  return sized[1] === 'bytes' ? random.hex(Number(sized[2])) : random.integer(Number(sized[2]), sized[1] === 'int');
};

for (let i = 0; i < count; i++) {
  const types = Array.from({ length: 1 + random.below(5) }, () => makeType(3)).join(',');
  const parameters = parseAbiParameters(types);
  const values = parameters.map(makeValue);
  print({ types: `(${types})`, values, encoded: encodeAbiParameters(parameters, values) });
}
