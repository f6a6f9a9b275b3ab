// node signatures.mjs <seed> <count>: random digests signed by random keys, half of the signatures spoilt on purpose.
// A line: {digest, signature, signer, viem, ethers}; the last two are whom that library recovers, null where it refuses.
import { Wallet, recoverAddress } from 'ethers';
import { recoverAddress as recoverByViem } from 'viem';
import { Random, print } from './random.mjs';

const random = new Random(Number(process.argv[2]));
const count = Number(process.argv[3]);
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const word = (value) => value.toString(16).padStart(64, '0');

const spoil = (signature) => {
  const [r, s, v] = [signature.slice(2, 66), signature.slice(66, 130), signature.slice(130)];
  switch (random.below(8)) {
    case 0: { // one bit
      const bytes = Buffer.from(signature.slice(2), 'hex');
      bytes[random.below(64)] ^= 1 << random.below(8);
      return '0x' + bytes.toString('hex');
    }
    case 1: return '0x' + r + word(order - BigInt('0x' + s)) + (v === '1b' ? '1c' : '1b'); // the high twin
    case 2: return '0x' + r + s + random.pick(['02', '1a', '1d', '25', 'ff']);
    case 3: return '0x' + random.pick([word(0n), word(order), 'f'.repeat(64)]) + s + v;
    case 4: return '0x' + r + random.pick([word(0n), word(order), 'f'.repeat(64)]) + v;
    case 5: return random.pick([signature.slice(0, -1), signature.slice(0, -4), signature + '00', '0x']);
    case 6: return random.hex(64) + random.pick(['1b', '1c']);
    default: return '0x' + s + r + v;
  }
};

const attempt = async (action) => {
  try {
    return await action();
  } catch {
    return null;
  }
};

for (let i = 0; i < count; i++) {
  const wallet = new Wallet(random.hex(32));
  const digest = random.hex(32);
  const good = wallet.signingKey.sign(digest).serialized;
  const signature = i % 2 === 0 ? good : spoil(good);
  print({
    digest,
    signature,
    signer: wallet.address,
    viem: await attempt(() => recoverByViem({ hash: digest, signature })),
    ethers: await attempt(() => recoverAddress(digest, signature)),
  });
}
