// Runs the page's own ledger modules on what the portal's C# computed: prints one line a case, {"ok":true|false} as the module judged,
// or {"address"}, {"hash"} for the others. viem is the second opinion on keccak and on who signed.
import readline from "node:readline";
import { pathToFileURL } from "node:url";
import { hashMessage, keccak256 as viemKeccak } from "viem";
import { privateKeyToAccount } from "viem/accounts";

const modules = pathToFileURL(process.argv[2] + "/").href;
const { keccak256 } = await import(modules + "keccak.js");
const { recover, signerOfText } = await import(modules + "secp256k1.js");
const { cidOf, continues, fromHex, includes, leafHash, readHead, toHex } = await import(modules + "ledger.js");
const { checkAlone, linkOf, readReceipt, textOfLink } = await import(modules + "receipt-checks.js");
globalThis.location = { origin: "https://vote.example" };

const commands = {
  keccak: ({ bytes }) => ({ ok: toHex(keccak256(fromHex(bytes))) === viemKeccak(bytes) }),
  inclusion: async ({ leaf, index, size, path, root }) => ({ ok: await includes(fromHex(leaf), index, size, path.map(fromHex), fromHex(root)) }),
  consistency: async ({ first, second, path, firstRoot, secondRoot }) => ({ ok: await continues(first, second, path.map(fromHex), fromHex(firstRoot), fromHex(secondRoot)) }),
  leaf: async ({ entry }) => ({ hash: toHex(await leafHash(entry)) }),
  cid: async ({ text }) => ({ hash: await cidOf(text) }),
  head: ({ note }) => { const { size, signer } = readHead(note); return { size, address: signer }; },
  async viem({ key, text }) {
    const account = privateKeyToAccount(key);
    const signature = fromHex(await account.signMessage({ message: text }));
    const high = Uint8Array.from(signature); high[32] |= 0x80;
    return { ok: signerOfText(text, signature) === account.address.toLowerCase() && recover(fromHex(hashMessage(text)), signature) === account.address.toLowerCase() && recover(fromHex(hashMessage(text)), high) === null };
  },
  async receipt({ text }) {
    const steps = [];
    try {
      const carried = readReceipt(textOfLink(linkOf(readReceipt(text)).split("#")[1]));
      for await (const step of checkAlone(carried)) steps.push(step);
    } catch (error) { steps.push({ ok: false, text: error.message }); }
    return { ok: steps.length === 3 && steps.every(step => step.ok), text: steps.at(-1)?.text ?? "" };
  },
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { command, ...values } = JSON.parse(line);
  console.log(JSON.stringify(await commands[command](values)));
}
