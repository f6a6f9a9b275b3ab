// node typed-data.mjs <seed> <count>: random typed data, hashed by viem and by ethers, signed by ethers; every fourth one spoilt on purpose.
// A line: {typedData, viem, ethers, signature, signer, spoilt}; a hash is null where that library refuses.
import { TypedDataEncoder, Wallet, getAddress } from 'ethers';
import { hashTypedData } from 'viem';
import { Random, attempt, print } from './random.mjs';

const random = new Random(Number(process.argv[2]));
const count = Number(process.argv[3]);
const bytesSizes = Array.from({ length: 32 }, (_, i) => i + 1);
const integerSizes = Array.from({ length: 32 }, (_, i) => 8 * (i + 1));

const atom = () => {
  switch (random.below(7)) {
    case 0: return 'address';
    case 1: return 'bool';
    case 2: return 'string';
    case 3: return 'bytes';
    case 4: return `bytes${random.pick(bytesSizes)}`;
    case 5: return `uint${random.pick(integerSizes)}`;
    default: return `int${random.pick(integerSizes)}`;
  }
};

// Structs refer only to later ones, so there is no circle; the first refers to all that nothing else refers to.
const makeTypes = () => {
  const names = ['Root', ...['Person', 'asset', 'Vote_1', 'Zeta$', 'AlphaOmega'].filter(() => random.chance(40))];
  const types = {};
  const referred = new Set();
  for (let i = names.length - 1; i >= 0; i--) {
    const members = [];
    const add = (base) => {
      let type = base;
      for (let d = random.below(random.chance(30) ? 4 : 1); d > 0; d--) type += random.pick(['[]', '[2]', '[3]', '[]']);
      members.push({ name: `m${members.length}${random.pick(['', '_x', '$', 'Name'])}`, type });
    };
    for (let m = random.below(5); m > 0; m--) add(atom());
    for (const later of names.slice(i + 1)) {
      const isOrphan = i === 0 && !referred.has(later);
      if (!isOrphan && !random.chance(30)) continue;
      referred.add(later);
      add(later);
    }
    // A struct without members would take any value that JavaScript can index.
    if (members.length === 0) add('uint256');
    types[names[i]] = members;
  }
  return types;
};

const integer = (bits, signed) => {
  const value = random.integer(bits, signed);
  const isSafe = value >= -9007199254740991n && value <= 9007199254740991n;
  if (isSafe && random.chance(50)) return Number(value);
  return value >= 0n && random.chance(30) ? `0x${value.toString(16)}` : value.toString();
};

const makeValue = (type, types) => {
  const array = type.match(/^(.*)\[(\d*)\]$/);
  if (array) return Array.from({ length: array[2] ? Number(array[2]) : random.below(4) }, () => makeValue(array[1], types));
  if (types[type]) return Object.fromEntries(types[type].map((member) => [member.name, makeValue(member.type, types)]));
  if (type === 'address') return random.chance(50) ? random.hex(20) : getAddress(random.hex(20));
  if (type === 'bool') return random.chance(50);
  if (type === 'string') return random.text();
  if (type === 'bytes') return random.hex(random.below(70));
  const sized = type.match(/^(bytes|uint|int)(\d+)$/);
  return sized[1] === 'bytes' ? random.hex(Number(sized[2])) : integer(Number(sized[2]), sized[1] === 'int');
};

const makeDomain = () => {
  const domain = {};
  if (random.chance(80)) domain.name = random.text();
  if (random.chance(60)) domain.version = random.text();
  if (random.chance(60)) domain.chainId = random.chance(50) ? random.below(1 << 30) : random.integer(256, false).toString();
  if (random.chance(60)) domain.verifyingContract = getAddress(random.hex(20));
  if (random.chance(30)) domain.salt = random.hex(32);
  return domain;
};

const spoilers = [
  (data) => { delete data.message[random.pick(data.types.Root).name]; },
  (data) => { data.message[random.pick(data.types.Root).name] = null; },
  (data) => { data.message[random.pick(data.types.Root).name] = random.pick([{}, [], '0x', '', 'x', -1, 1.5, '1.5', true, '0x1', [[]], 2 ** 60]); },
  (data) => { random.pick(data.types.Root).type = random.pick(['uint', 'int', 'uint7', 'uint264', 'bytes33', 'bytes0', 'Missing', 'Root', '', 'address[', 'string]', 'uint08', 'bytes01']); },
  (data) => { data.types.Root.push({ ...data.types.Root[0] }); },
  (data) => { data.domain.chainId = random.pick([-1, 1.5, 'x', (1n << 256n).toString()]); },
  (data) => { data.domain.verifyingContract = random.pick(['0x', '0x12', random.hex(21), 'name.eth']); },
  (data) => { data.domain.salt = random.pick(['0x', random.hex(31), random.hex(33)]); },
  (data) => { data.types.uint7 = [{ name: 'a', type: 'bool' }]; data.types.Root.push({ name: 'shadow', type: 'uint7' }); },
  (data) => {
    const fixed = data.types.Root.find((member) => member.type.endsWith('[2]'));
    if (fixed) data.message[fixed.name].push(data.message[fixed.name][0]);
    else data.types.Root[0].type = 'bytes99';
  },
];

for (let i = 0; i < count; i++) {
  const types = makeTypes();
  const data = JSON.parse(JSON.stringify({ domain: makeDomain(), types, primaryType: 'Root', message: makeValue('Root', types) }));
  const spoilt = i % 4 === 3;
  if (spoilt) random.pick(spoilers)(data);
  const wallet = new Wallet(random.hex(32));
  const viem = attempt(() => hashTypedData(data));
  const ethers = attempt(() => TypedDataEncoder.hash(data.domain, data.types, data.message));
  const signature = ethers === null ? null : wallet.signingKey.sign(ethers).serialized;
  if (random.chance(50)) delete data.primaryType;
  print({ typedData: data, viem, ethers, signature, signer: wallet.address, spoilt });
}
