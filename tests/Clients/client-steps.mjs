// What the scripts that speak to a portal share: named people with keys of their own, and steps whose answer or refusal is a line.
import { Wallet, id } from "ethers";

export const now = () => Math.floor(Date.now() / 1000);

export function person(name) {
  const wallet = new Wallet(id(`governance test client ${name}`));
  // Snapshot's client asks signers as ethers 5 named them.
  return { address: wallet.address, _signTypedData: (domain, types, message) => wallet.signTypedData(domain, types, message) };
}

/** Without a portal's URL: prints whom it must know as the space's controller, and ends. */
export function introduce(url, controller) {
  if (url) return;
  console.log(JSON.stringify({ controller: controller.address }));
  process.exit(0);
}

export async function step(name, action) {
  try {
    const reply = await action();
    console.log(JSON.stringify({ step: name, ok: true, ...reply }));
    return reply;
  } catch (refusal) {
    console.log(JSON.stringify({ step: name, ok: false, ...(refusal?.error ? refusal : { thrown: String(refusal?.stack ?? refusal) }) }));
    return null;
  }
}
