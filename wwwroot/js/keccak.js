// Keccak-256 as Ethereum uses it (the original padding 0x01, not SHA-3's 0x06), for the few hashes of a page. 64-bit lanes are BigInts.

const mask = (1n << 64n) - 1n;
const rate = 136;

// Rotations and the round constants follow from the specification's linear-feedback register and its walk over the lanes.
const rotations = new Array(25).fill(0n);
const constants = [];
for (let x = 1, y = 0, t = 0; t < 24; t++) {
  rotations[x + 5 * y] = BigInt((t + 1) * (t + 2) / 2 % 64);
  [x, y] = [y, (2 * x + 3 * y) % 5];
}
for (let round = 0, register = 1; round < 24; round++) {
  let constant = 0n;
  for (let bit = 0; bit < 7; bit++) {
    if (register & 1) constant |= 1n << BigInt((1 << bit) - 1);
    register = register & 0x80 ? (register << 1) ^ 0x171 : register << 1;
  }
  constants.push(constant);
}

const turn = (lane, by) => by === 0n ? lane : ((lane << by) | (lane >> (64n - by))) & mask;

function permute(a) {
  for (const constant of constants) {
    const column = [0, 1, 2, 3, 4].map(x => a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20]);
    for (let i = 0; i < 25; i++) a[i] ^= column[(i + 4) % 5] ^ turn(column[(i + 1) % 5], 1n);
    const b = new Array(25);
    for (let x = 0; x < 5; x++) for (let y = 0; y < 5; y++) b[y + 5 * ((2 * x + 3 * y) % 5)] = turn(a[x + 5 * y], rotations[x + 5 * y]);
    for (let y = 0; y < 25; y += 5) for (let x = 0; x < 5; x++) a[y + x] = b[y + x] ^ (~b[y + (x + 1) % 5] & mask & b[y + (x + 2) % 5]);
    a[0] ^= constant;
  }
}

/** The 32-byte hash of the bytes. */
export function keccak256(bytes) {
  const padded = new Uint8Array((Math.floor(bytes.length / rate) + 1) * rate);
  padded.set(bytes);
  padded[bytes.length] |= 0x01;
  padded[padded.length - 1] |= 0x80;
  const words = new DataView(padded.buffer);
  const state = new Array(25).fill(0n);
  for (let block = 0; block < padded.length; block += rate) {
    for (let i = 0; i < rate / 8; i++) state[i] ^= words.getBigUint64(block + 8 * i, true);
    permute(state);
  }
  const hash = new DataView(new ArrayBuffer(32));
  for (let i = 0; i < 4; i++) hash.setBigUint64(8 * i, state[i], true);
  return new Uint8Array(hash.buffer);
}
