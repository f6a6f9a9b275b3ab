// The page that verifies receipts: takes a file, a link or what this browser kept, and says step by step what was proven.

import { checkAlone, checkAnswer, checkToday, fetchReceipt, linkOf, NothingToCheck, readReceipt, textOfLink, Unreachable } from "./receipt-checks.js";
import { readEntry } from "./ledger.js";

const page = document.querySelector("[data-receipts]");
const verdict = page.querySelector("[data-verdict]");
const most = 1_000_000;
let turn = 0;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function notice(tone, title, ...sentences) {
  const made = element("div", "", { class: `message ${tone}` });
  made.append(element("p"), ...sentences.map(text => element("p", text)));
  made.firstChild.append(element("strong", title));
  return made;
}

const summary = {
  proven: ["good", "The receipt is good, and the portal keeps its word."],
  altered: ["bad", "This receipt is not as it was signed."],
  broken: ["bad", "The portal does not keep its word."],
  alone: ["warning", "The receipt is good; whether the portal still keeps its word could not be asked."],
};

// Only to show: a receipt binds numbers, and a portal that does not answer costs their names alone.
async function findProposal(id) {
  try {
    const answer = await fetch(`/api/proposals/${encodeURIComponent(id)}`, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(3_000) });
    return answer.ok ? await answer.json() : null;
  } catch { return null; }
}

/** A signed choice in the proposal's words; a choice whose name is not known stays a number. */
function inWords(signed, proposal) {
  const name = choice => proposal?.choices[choice - 1] ?? `choice ${choice}`;
  try {
    const choice = typeof signed === "string" ? JSON.parse(signed) : signed;
    if (Array.isArray(choice)) return choice.map(name).join(proposal?.votingSystem === "approval" ? ", " : " › ");
    if (typeof choice === "object") return Object.entries(choice).filter(([, weight]) => weight > 0).map(([each, weight]) => `${name(each)} ${weight}`).join(", ");
    return name(choice);
  } catch { return signed; }
}

// page.js writes the reader's own time into it, as into every other.
function moment(at) {
  const iso = `${at.toISOString().slice(0, 19)}Z`;
  return element("time", "", { datetime: iso, title: iso.replace("T", " ").replace("Z", " UTC"), "data-local": "" });
}

async function facts(receipt) {
  const list = element("dl", "", { class: "definitions" });
  const add = (name, ...value) => { const dd = element("dd"); dd.append(...value); list.append(element("dt", name), dd); };
  const entry = readEntry(receipt.entry);
  const message = receipt.envelope?.data?.message;
  const proposal = typeof message?.proposal === "string" ? await findProposal(message.proposal) : null;
  if (message?.choice !== undefined) {
    add("Choice", inWords(message.choice, proposal));
    if (proposal) add("Signed as", element("code", JSON.stringify(message.choice)), " (the receipt binds this; names and title are as the portal shows them now)");
  }
  if (typeof message?.from === "string") add("Account", element("code", message.from));
  if (proposal) add("Proposal", element("a", proposal.title, { href: `/${proposal.space}/proposals/${proposal.id}` }));
  if (typeof message?.proposal === "string") add("Proposal’s id", element("code", message.proposal));
  add("Message", element("code", receipt.id));
  add("Ledger entry", String(entry.index));
  const at = new Date(entry.receivedAt);
  if (!Number.isNaN(at.getTime())) add("Arrived", moment(at));
  return list;
}

function keep(receipt) {
  const row = element("p", "", { class: "row" });
  const file = URL.createObjectURL(new Blob([JSON.stringify(receipt, null, 2) + "\n"], { type: "application/json" }));
  row.append(element("a", "Keep the file", { class: "button small", href: file, download: `receipt-${receipt.id.slice(2, 10)}.json` }));
  row.append(element("button", "Copy the link that carries it", { type: "button", class: "small", "data-copy": linkOf(receipt) }));
  return row;
}

async function run(steps, list, mine) {
  for await (const step of steps) {
    if (mine !== turn) return false;
    list.append(element("li", step.text, { class: step.ok ? "proven" : "refuted" }));
    if (!step.ok) return false;
  }
  return true;
}

/** Shows the whole check of one receipt. */
async function verify(read) {
  const mine = ++turn;
  verdict.replaceChildren(element("p", "Checking.", { class: "note" }));
  const list = element("ol", "", { class: "proof" });
  const showUnchecked = (title, ...sentences) => { if (mine === turn) verdict.replaceChildren(notice("warning", title, ...sentences)); };
  if (!crypto.subtle) return showUnchecked("Nothing could be checked.", "This browser offers SHA-256 (WebCrypto) only to pages that are loaded over https.");
  let outcome, sentence = [], receipt = null;
  try {
    receipt = await read();
    if (receipt.answer) receipt = await complete(receipt.answer, list);
    outcome = !receipt ? "broken" : !await run(checkAlone(receipt), list, mine) ? "altered" : await run(checkToday(receipt), list, mine) ? "proven" : "broken";
  } catch (error) {
    if (error instanceof NothingToCheck) return showUnchecked(error.title, error.message, error.next);
    const asked = error instanceof Unreachable;
    if (asked && list.childElementCount === 0) return showUnchecked("Nothing could be checked.", error.message);
    outcome = asked ? "alone" : "altered";
    sentence = [error.message];
  }
  const [tone, title] = summary[outcome];
  if (outcome === "broken") sentence.push("Keep this receipt and show it: with it anybody can see that the portal contradicts what it signed.");
  if (mine !== turn) return;
  verdict.replaceChildren(notice(tone, title, ...sentence), list);
  if (!receipt || outcome === "altered") return;
  const told = await facts(receipt);
  if (mine === turn) verdict.append(told, keep(receipt));
}

// The short answer has no proof of its own: the portal gives the whole receipt, and it must be the same promise.
async function complete(answer, list) {
  const receipt = await fetchReceipt(answer.id);
  const step = receipt ? checkAnswer(answer, receipt) : { ok: false, text: "The portal says that it has no such message, although it answered that it had accepted it." };
  list.append(element("li", step.text, { class: step.ok ? "proven" : "refuted" }));
  return step.ok ? receipt : null;
}

async function readFile(file) {
  if (file.size > most) throw new NothingToCheck("This is not a receipt file.", "It is too large for one.");
  return readReceipt(await file.text());
}

function readLink(text) {
  const at = text.indexOf("#");
  if (at >= 0) return readCarried(text.slice(at + 1).trim());
  const id = /0x[0-9a-f]{64}/i.exec(text)?.[0];
  if (id) return readId(id.toLowerCase());
  throw new NothingToCheck("This is neither a receipt’s link nor a vote’s id.", "A link carries its receipt behind #; an id is 0x and 64 digits.");
}

const readCarried = fragment => readReceipt(textOfLink(fragment), "This link carries no receipt.");

async function readId(id) {
  const receipt = await fetchReceipt(id);
  if (!receipt) throw new NothingToCheck("This portal has no message with that id.", "If another portal gave it, ask there.", "If you kept its receipt, take the file: it proves what was promised.");
  try {
    return readReceipt(JSON.stringify(receipt));
  } catch (error) {
    // It is the portal's, and no mistake of the reader's.
    throw new Error(`The portal’s answer is no whole receipt. ${error.message}`);
  }
}

function listKept() {
  const rows = [];
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const [kind, , account] = localStorage.key(i).split(":");
      if (kind !== "receipt") continue;
      const receipt = readReceipt(localStorage.getItem(localStorage.key(i)));
      if (!receipt.answer) continue;
      const row = element("li");
      const button = element("button", "Verify", { type: "button", class: "small", "aria-label": `Verify the vote of ${account.slice(0, 10)}…, message ${receipt.id.slice(0, 10)}…` });
      button.addEventListener("click", () => verify(() => receipt));
      row.append(button, element("code", `${account.slice(0, 10)}…`), element("span", `entry ${receipt.answer.ledger.index}`, { class: "note" }));
      rows.push(row);
    }
  } catch { /* the browser keeps nothing, or somebody else's data */ }
  if (rows.length === 0) return;
  page.querySelector("[data-kept] ul").replaceChildren(...rows);
  page.querySelector("[data-kept]").hidden = false;
}

page.querySelector("[data-file]").addEventListener("change", event => {
  const [file] = event.target.files;
  if (file) verify(() => readFile(file));
  event.target.value = "";
});
page.querySelector("[data-link]").addEventListener("submit", event => {
  event.preventDefault();
  const text = event.target.elements.id.value.trim();
  if (text) verify(() => readLink(text));
});
const drop = page.querySelector("[data-drop]");
for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, event => { event.preventDefault(); drop.classList.add("over"); });
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, event => { event.preventDefault(); drop.classList.remove("over"); });
drop.addEventListener("drop", event => { if (event.dataTransfer.files[0]) verify(() => readFile(event.dataTransfer.files[0])); });

const fromAddress = () => {
  if (location.hash.length > 40) verify(() => readCarried(location.hash.slice(1)));
  else if (page.dataset.id) verify(() => readId(page.dataset.id));
};
addEventListener("hashchange", fromAddress);
listKept();
fromAddress();
