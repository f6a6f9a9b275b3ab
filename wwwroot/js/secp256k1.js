// Who signed: public-key recovery on secp256k1 (SEC 1, 4.1.6) in affine coordinates. Slow (some tens of milliseconds) and short; it
// handles no secret, so nothing here needs to take the same time for every input.

import { keccak256 } from "./keccak.js";

const p = 2n ** 256n - 2n ** 32n - 977n;
const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const generator = {
  x: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
  y: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
};

const modulo = (a, m) => ((a % m) + m) % m;

function inverse(a, m) {
  let [r, next, s, t] = [modulo(a, m), m, 1n, 0n];
  while (next !== 0n) {
    const quotient = r / next;
    [r, next] = [next, r - quotient * next];
    [s, t] = [t, s - quotient * t];
  }
  return modulo(s, m);
}

function power(a, exponent, m) {
  let result = 1n;
  for (let base = modulo(a, m); exponent > 0n; exponent >>= 1n, base = base * base % m) if (exponent & 1n) result = result * base % m;
  return result;
}

// null is the point at infinity.
function add(a, b) {
  if (!a) return b;
  if (!b) return a;
  if (a.x === b.x && a.y !== b.y) return null;
  const slope = a.x === b.x ? modulo(3n * a.x * a.x * inverse(2n * a.y, p), p) : modulo((b.y - a.y) * inverse(b.x - a.x, p), p);
  const x = modulo(slope * slope - a.x - b.x, p);
  return { x, y: modulo(slope * (a.x - x) - a.y, p) };
}

function multiply(point, by) {
  let result = null;
  for (let twice = point; by > 0n; by >>= 1n, twice = add(twice, twice)) if (by & 1n) result = add(result, twice);
  return result;
}

const toNumber = bytes => bytes.reduce((number, byte) => number << 8n | BigInt(byte), 0n);

function toBytes(number) {
  return Uint8Array.from({ length: 32 }, (_, i) => Number(number >> BigInt(8 * (31 - i)) & 255n));
}

const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");

/** The address ("0x…", lower case) whose key made the 65-byte signature r ‖ s ‖ v over the 32-byte digest; null where none could have. */
export function recover(digest, signature) {
  if (signature.length !== 65) return null;
  const [r, s, odd] = [toNumber(signature.subarray(0, 32)), toNumber(signature.subarray(32, 64)), signature[64] - 27];
  // High s is refused as Ethereum does (EIP-2): one signature, one spelling.
  if (r === 0n || r >= n || s === 0n || s > n / 2n || (odd !== 0 && odd !== 1)) return null;
  const square = modulo(r * r * r + 7n, p);
  const root = power(square, (p + 1n) / 4n, p);
  if (root * root % p !== square) return null;
  const point = { x: r, y: Number(root & 1n) === odd ? root : p - root };
  const inverted = inverse(r, n);
  const key = add(multiply(point, modulo(s * inverted, n)), multiply(generator, modulo(-toNumber(digest) * inverted, n)));
  return key && "0x" + hex(keccak256(Uint8Array.from([...toBytes(key.x), ...toBytes(key.y)])).subarray(12));
}

/** Who signed the text by EIP-191 (personal_sign); null where nobody could have. */
export function signerOfText(text, signature) {
  const bytes = new TextEncoder().encode(text);
  const prefix = new TextEncoder().encode(`\x19Ethereum Signed Message:\n${bytes.length}`);
  return recover(keccak256(Uint8Array.from([...prefix, ...bytes])), signature);
}
