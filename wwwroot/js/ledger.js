// The ledger's arithmetic (RFC 6962 tree, RFC 9162's checks, C2SP signed notes), run by the reader's own browser.

import { signerOfText } from "./secp256k1.js";

const utf8 = new TextEncoder();

export const toHex = bytes => "0x" + Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(text) {
  if (typeof text !== "string" || !/^0x([0-9a-f]{2})*$/i.test(text)) throw new Error("A hash is not written as 0x and hexadecimal digits.");
  return Uint8Array.from(text.slice(2).match(/../g) ?? [], pair => Number.parseInt(pair, 16));
}

async function sha256(...parts) {
  const bytes = Uint8Array.from(parts.flatMap(part => [...part]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** SHA-256(0x00 ‖ entry), RFC 6962 section 2.1. */
export const leafHash = entry => sha256([0], utf8.encode(entry));

const parent = (left, right) => sha256([1], left, right);

// Sizes pass 2^31 before anything else breaks, so these divide instead of shifting.
const half = number => Math.floor(number / 2);

/** Whether the path leads from the leaf at this index to the root of a tree of this size (RFC 9162, 2.1.3.2). */
export async function includes(leaf, index, size, path, root) {
  if (index < 0 || index >= size) return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = await parent(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = await parent(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equal(hash, root);
}

/** Whether the tree of `first` leaves is the beginning of the tree of `second` (RFC 9162, 2.1.4.2). */
export async function continues(first, second, path, firstRoot, secondRoot) {
  if (first > second || first < 1) return false;
  if (first === second) return path.length === 0 && equal(firstRoot, secondRoot);
  const nodes = Number.isInteger(Math.log2(first)) ? [firstRoot, ...path] : [...path];
  if (nodes.length === 0) return false;
  let [node, last] = [first - 1, second - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let old = nodes[0], current = nodes[0];
  for (const hash of nodes.slice(1)) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [old, current] = [await parent(hash, old), await parent(hash, current)];
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      current = await parent(current, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equal(old, firstRoot) && equal(current, secondRoot);
}

const bytesOfBase64 = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

/** Reads a signed head {origin, size, root, text, signer}; the signer is recovered here from the signature. Throws a sentence where it is none. */
export function readHead(note) {
  const gap = typeof note === "string" ? note.indexOf("\n\n") : -1;
  const lines = gap < 0 ? [] : note.slice(0, gap).split("\n");
  if (lines.length !== 3 || !/^(0|[1-9][0-9]{0,15})$/.test(lines[1])) throw new Error("The signed head is not three lines: the ledger's name, its size and its root.");
  const [origin, size, root] = lines;
  const start = `— ${origin} `;
  const line = note.slice(gap + 2).split("\n").find(text => text.startsWith(start));
  let signed, rootBytes;
  try {
    [signed, rootBytes] = [bytesOfBase64(line.slice(start.length)), bytesOfBase64(root)];
  } catch {
    throw new Error("The signed head carries no signature of its ledger.");
  }
  const text = note.slice(0, gap + 1);
  // The four bytes before the signature only name the key; who signed is recovered.
  return { origin, size: Number(size), root: rootBytes, text, signature: toHex(signed.subarray(4)), signer: signerOfText(text, signed.subarray(4)) };
}

/** The fields of a leaf's entry; null where it is none. */
export function readEntry(entry) {
  const [version, index, id, kind, ordinal, receivedAt, cid, evidence, rest, ...more] = entry.split("\n");
  if (version !== "governance-leaf/v1" || rest !== "" || more.length > 0) return null;
  return { index: Number(index), id, kind, ordinal: Number(ordinal), receivedAt: Number(receivedAt), cid, evidence };
}

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** The CID (version 1, raw, sha2-256, base32) of the text, as a leaf names its envelope. */
export async function cidOf(text) {
  let [bits, value, written] = [0, 0, "b"];
  for (const byte of [0x01, 0x55, 0x12, 0x20, ...await sha256(utf8.encode(text))]) {
    value = (value << 8 | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) written += alphabet[value >> (bits - 5) & 31];
  }
  return bits > 0 ? written + alphabet[value << (5 - bits) & 31] : written;
}

export const same = equal;
