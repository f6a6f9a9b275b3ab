// The operator's wallet sends the ledger's head to a chain, and the portal is told to look the transaction up.

import { connect, list, transact } from "./wallet.js";

const pauses = [1000, 2000, 3000, 5000, 8000, 13000, 20000, 30000, 45000];

async function report(box, transaction, say) {
  for (const pause of pauses) {
    const answer = await fetch("/ledger/anchors", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ chain: Number(box.dataset.chain), transaction }) }).catch(() => null);
    const body = await answer?.json().catch(() => null);
    if (answer?.ok) {
      say(`Anchored in block ${body.block}: ${body.size} entries. Load the page again to see it in the list.`);
      return;
    }
    // Not mined yet, or the chain is not readable now: both may pass.
    if (answer && answer.status !== 503) return say(body?.detail ?? "The portal refused the transaction.");
    say("Waiting until the transaction is mined.");
    await new Promise(done => setTimeout(done, pause));
  }
  say(`The transaction ${transaction} was not mined yet. Enter its hash here later.`);
}

async function send(box, wallet, say) {
  say("Waiting for your wallet.");
  const connected = await connect(wallet.uuid);
  if (!connected.ok) return say(connected.message);
  if (connected.account.toLowerCase() !== box.dataset.account.toLowerCase()) return say(`Your wallet uses another account. Choose ${box.dataset.account} there.`);
  const sent = await transact(wallet.uuid, connected.account, { to: connected.account, value: "0x0", data: box.dataset.data }, Number(box.dataset.chain));
  if (!sent.ok) return say(sent.message);
  await report(box, sent.hash, say);
}

for (const box of document.querySelectorAll("[data-anchor]")) {
  const said = box.querySelector("[data-said]");
  const say = text => { said.textContent = text; };
  const button = box.querySelector("[data-send]");
  button.addEventListener("click", async () => {
    const wallets = await list();
    if (wallets.length === 0) return say("No wallet was found in this browser.");
    if (wallets.length === 1) return send(box, wallets[0], say);
    const choices = wallets.map(wallet => {
      const choice = document.createElement("button");
      [choice.type, choice.textContent] = ["button", wallet.name];
      choice.addEventListener("click", () => send(box, wallet, say));
      return choice;
    });
    button.replaceWith(...choices);
  });
  box.querySelector("[data-known]").addEventListener("submit", event => {
    event.preventDefault();
    const hash = event.target.elements.hash.value.trim();
    if (/^0x[0-9a-f]{64}$/i.test(hash)) report(box, hash.toLowerCase(), say);
    else say("A transaction’s hash is 0x and 64 digits.");
  });
}
