// What a receipt proves, checked in the reader's browser. Nothing of the portal is believed but what its own signature binds.
// Each step is {ok, text}; a step that fails ends the list. The portal is asked only for today's head and the two proofs to it.

import { cidOf, continues, fromHex, includes, leafHash, readEntry, readHead, same, toHex } from "./ledger.js";

const whatToTake = "Take the file that “Keep the receipt” saved after the vote; the proposal’s list of voters and the account’s page give it again.";

/** There is nothing that could be checked: a title, a sentence that accuses nobody, and what to do. */
export class NothingToCheck extends Error {
  constructor(title, sentence, next = whatToTake) {
    super(sentence);
    Object.assign(this, { title, next });
  }
}

/** A receipt's text as an object; throws NothingToCheck where it is none. */
export function readReceipt(text, title = "This is not a receipt file.") {
  const refuse = sentence => { throw new NothingToCheck(title, sentence); };
  let receipt;
  try { receipt = JSON.parse(text); } catch { refuse("It is not JSON. If it was a receipt once, it was cut off or changed."); }
  if (receipt?.relayer?.receipt && receipt?.ledger?.checkpoint) return { answer: receipt, id: receipt.id };
  if (receipt?.receipt !== "governance-receipt/v1") refuse("Its first field does not say governance-receipt/v1, as that of every receipt of this kind of ledger does.");
  for (const field of ["id", "entry", "leafHash", "checkpoint", "signer"]) if (typeof receipt[field] !== "string") refuse(`It lacks the field “${field}”, which every receipt has.`);
  if (!Array.isArray(receipt.path) || !Number.isSafeInteger(receipt.index)) refuse("It lacks its place in the ledger or its proof, which every receipt has.");
  return receipt;
}

const number = value => value.toLocaleString("en");
const good = text => ({ ok: true, text });
const bad = text => ({ ok: false, text });

/** What the receipt proves by itself, without asking anybody. */
export async function* checkAlone(receipt) {
  const entry = readEntry(receipt.entry);
  const leaf = await leafHash(receipt.entry);
  if (toHex(leaf) !== receipt.leafHash.toLowerCase()) return yield bad("The ledger entry in this receipt was altered: its hash is not the one that the receipt names.");
  if (!entry || entry.id !== receipt.id || entry.index !== receipt.index) return yield bad("The receipt contradicts itself: its entry is about another message or another place in the ledger.");
  if (receipt.envelope !== undefined && await cidOf(JSON.stringify(receipt.envelope)) !== entry.cid) return yield bad("The signed message in this receipt was altered: it is not the one that the ledger entry binds.");
  yield good(receipt.envelope === undefined ? "The ledger entry is unaltered." : "The ledger entry and the signed message that it binds are unaltered.");

  const head = readHead(receipt.checkpoint);
  const signer = receipt.signer.toLowerCase();
  if (head.signer !== signer || head.origin !== `governance-ledger/${signer}`) return yield bad("The portal’s signature on the ledger’s head is wrong: the head was altered, or somebody else signed it.");
  yield good(`The head of ${number(head.size)} entries is signed by the key of this ledger, ${signer}.`);

  if (!await includes(leaf, entry.index, head.size, receipt.path.map(fromHex), head.root)) return yield bad("The proof does not lead from the entry to the signed head: receipt or proof was altered.");
  yield good(`That head contains the entry, as number ${number(entry.index)}. The portal gave its word, and this receipt is the proof of it.`);
}

async function ask(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Unreachable(`The portal answered ${answer.status}.`);
  return path === "/ledger/checkpoint" ? answer.text() : answer.json();
}

/** The portal could not be asked: nothing is proven wrong. */
export class Unreachable extends Error { }

/** Whether the portal still keeps the word that the receipt proves. */
export async function* checkToday(receipt) {
  const [then, leaf] = [readHead(receipt.checkpoint), await leafHash(receipt.entry)];
  const note = await ask("/ledger/checkpoint").catch(unreachable);
  if (note === null) return yield bad("The portal has no ledger any more, although it signed one.");
  const today = readHead(note);
  if (today.signer !== then.signer || today.origin !== then.origin) return yield bad(`This portal’s ledger is another one: its key is ${today.signer ?? "unknown"}. Open this page on the portal that gave the receipt; if this is it, it has replaced its ledger.`);
  yield good(`Today’s head has ${number(today.size)} entries and is signed by the same key.`);

  if (today.size < then.size) return yield bad("Today’s ledger is shorter than the one that was signed: entries were dropped.");
  const growth = await ask(`/ledger/consistency?from=${then.size}&to=${today.size}`).catch(unreachable);
  if (!growth || !await continues(then.size, today.size, growth.path.map(fromHex), then.root, today.root)) return yield bad("Today’s ledger does not continue the one that was signed: something in it was altered, dropped or moved.");
  yield good("The ledger only grew since then: nothing before that head was altered, dropped or moved.");

  const proof = await ask(`/ledger/inclusion?id=${receipt.id}`).catch(unreachable);
  if (!proof) return yield bad("The portal says that it has no such message, although it signed for it.");
  const bound = readHead(proof.checkpoint);
  // A vote may have come in between the two questions: then this head, too, must continue the other.
  const isLater = bound.size > today.size && await ask(`/ledger/consistency?from=${today.size}&to=${bound.size}`).catch(unreachable);
  const continued = isLater ? await continues(today.size, bound.size, isLater.path.map(fromHex), today.root, bound.root) : same(bound.root, today.root);
  if (bound.signer !== today.signer || !continued || !await includes(leaf, receipt.index, bound.size, proof.path.map(fromHex), bound.root)) return yield bad("Today’s ledger does not contain the entry: it was altered or dropped.");
  yield good("Today’s ledger still contains exactly this entry, at its place.");
}

function unreachable(error) {
  if (error instanceof Unreachable) throw error;
  throw new Unreachable("The portal cannot be reached.");
}

/** Holds the short answer that this browser kept when it voted against the receipt that the portal gives now. */
export function checkAnswer(answer, receipt) {
  const head = readHead(receipt.checkpoint);
  const agrees = answer.id === receipt.id && answer.ledger.index === receipt.index && answer.ledger.leafHash === receipt.leafHash
    && answer.ledger.checkpoint === head.text && answer.relayer.receipt === head.signature;
  return agrees ? good("It is the same promise that this browser kept when the vote was cast.") : bad("The portal now gives another receipt than the one that was kept when the vote was cast.");
}

/** The receipt of a message from the portal; null where it says that there is none. */
export const fetchReceipt = id => ask(`/api/messages/${encodeURIComponent(id)}/receipt.json`).catch(unreachable);

/** The link that carries the whole receipt: what follows # never leaves the browser. */
export function linkOf(receipt) {
  const bytes = new TextEncoder().encode(JSON.stringify(receipt));
  const base64 = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
  return `${location.origin}/receipts#${base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** The text of the receipt in such a link's fragment. */
export function textOfLink(fragment) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(atob(fragment.replaceAll("-", "+").replaceAll("_", "/")), letter => letter.charCodeAt(0)));
  } catch {
    throw new NothingToCheck("This link carries no whole receipt.", "It was cut off or changed. Copy it again, all of it.");
  }
}
