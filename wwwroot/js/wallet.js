// Talks to a wallet (EIP-1193) and never throws: a refusal that reaches Blazor as an exception would end the page's connection.
// Every answer is {ok, code, message, …} with a sentence that a voter understands.

import { find, list, showIcons } from "./wallets.js";
import { post } from "./messages.js";

export { list, showIcons };

const patience = 5 * 60_000;
let pending = null;
let delivering = false;

const no = (code, message) => ({ ok: false, code, message });

function explain(error) {
  const code = error?.code ?? error?.data?.originalError?.code;
  if (code === 4001 || code === "ACTION_REJECTED") return no("rejected", "You declined in your wallet. Nothing was sent.");
  if (code === -32002) return no("pending", "Your wallet already shows a request. Open it and answer that one first.");
  if (code === 4100) return no("unauthorized", "Your wallet has not allowed this site to use that account. Connect it again.");
  if (code === 4200 || code === -32601) return no("unsupported", "This wallet cannot sign structured messages (EIP-712). Choose another wallet.");
  if (code === 4900 || code === 4901) return no("disconnected", "Your wallet has lost its connection. Open it and try again.");
  const said = typeof error?.message === "string" ? error.message.slice(0, 200) : "";
  return no("failed", said ? `Your wallet answered: ${said}` : "Your wallet failed without saying why.");
}

/** One request at a time; it ends with the wallet's answer, the reader's cancel or the end of patience. A late answer is dropped. */
async function ask(wallet, request, wait = patience) {
  if (pending) return no("busy", "Your wallet is still busy with the last request.");
  let stop;
  const stopped = new Promise(resolve => { stop = resolve; });
  const timer = setTimeout(() => stop(no("timeout", "Your wallet did not answer. If a request is still open there, decline it, then try again.")), wait);
  pending = { stop };
  document.documentElement.setAttribute("data-signing", "");
  try {
    const answered = Promise.resolve().then(() => wallet.provider.request(request)).then(value => ({ ok: true, value }), explain);
    return await Promise.race([answered, stopped]);
  } finally {
    clearTimeout(timer);
    pending = null;
    document.documentElement.removeAttribute("data-signing");
  }
}

/** Stops waiting for the wallet. */
export function cancel() {
  pending?.stop(no("canceled", "You stopped waiting. If your wallet still shows the request, decline it there."));
}

function accountIn(value) {
  const account = Array.isArray(value) ? value[0] : null;
  return typeof account === "string" && /^0x[0-9a-f]{40}$/i.test(account) ? account : null;
}

async function chainOf(wallet) {
  try {
    const id = await Promise.race([wallet.provider.request({ method: "eth_chainId" }), new Promise(done => setTimeout(done, 3000, null))]);
    return /^0x[0-9a-f]{1,16}$/i.test(id) ? Number.parseInt(id, 16) : null;
  } catch { return null; }
}

function remember(key, value) {
  try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value); } catch { /* not remembered */ }
}

function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

/** Asks the wallet for an account: {ok, account, chainId}. */
export async function connect(uuid) {
  const wallet = find(uuid);
  if (!wallet) return no("no_wallet", "That wallet is gone. Look for wallets again.");
  const answer = await ask(wallet, { method: "eth_requestAccounts" });
  if (!answer.ok) return answer;
  const account = accountIn(answer.value);
  if (!account) return no("no_account", "Your wallet gave no account. Unlock it and try again.");
  remember("wallet", wallet.rdns || null);
  return { ok: true, code: "connected", message: "", uuid, name: wallet.name, account, chainId: await chainOf(wallet) };
}

/** The wallet of the last visit, if it still shares an account; asks nothing of the reader. */
export async function reconnect() {
  const rdns = recall("wallet");
  const known = (await list()).find(wallet => rdns && wallet.rdns === rdns);
  if (!known) return no("no_wallet", "");
  const wallet = find(known.uuid);
  try {
    const accounts = await Promise.race([wallet.provider.request({ method: "eth_accounts" }), new Promise(done => setTimeout(done, 3000, []))]);
    const account = accountIn(accounts);
    return account ? { ok: true, code: "connected", message: "", uuid: known.uuid, name: wallet.name, account, chainId: await chainOf(wallet) } : no("no_account", "");
  } catch { return no("no_account", ""); }
}

export function disconnect() {
  remember("wallet", null);
}

/** Tells a component (its OnAccountChanged) when the wallet changes the account. Returns what ends it. */
export function watch(uuid, component) {
  const provider = find(uuid)?.provider;
  if (typeof provider?.on !== "function") return { stop() { } };
  const changed = accounts => component.invokeMethodAsync("OnAccountChanged", accountIn(accounts)).catch(() => { });
  provider.on("accountsChanged", changed);
  return { stop() { provider.removeListener?.("accountsChanged", changed); } };
}

// Notices that the account or the chain is exchanged while the wallet shows a request.
function guard(provider) {
  const seen = { account: null, chain: false };
  const account = accounts => { seen.account = accountIn(accounts) ?? "none"; };
  const chain = () => { seen.chain = true; };
  provider.on?.("accountsChanged", account);
  provider.on?.("chainChanged", chain);
  seen.end = () => { provider.removeListener?.("accountsChanged", account); provider.removeListener?.("chainChanged", chain); };
  return seen;
}

// 65 bytes are an account's signature (64 in ERC-2098's form). Contract wallets answer with other lengths; only they may.
async function isSignature(wallet, account, signature) {
  if (typeof signature !== "string" || !/^0x([0-9a-f]{2})*$/i.test(signature) || signature.length > 20_000) return false;
  const bytes = (signature.length - 2) / 2;
  if (bytes === 65 || bytes === 64) return true;
  try {
    const code = await Promise.race([wallet.provider.request({ method: "eth_getCode", params: [account, "latest"] }), new Promise(done => setTimeout(done, 5000, "0x"))]);
    return typeof code === "string" && code.length > 2;
  } catch { return false; }
}

/** Asks for an EIP-712 signature over exactly what the server built: {ok, signature}. */
export async function signTypedData(uuid, account, typedData, wait) {
  const wallet = find(uuid);
  if (!wallet) return no("no_wallet", "That wallet is gone. Connect it again.");
  const boundTo = typedData.domain?.chainId;
  if (boundTo !== undefined && await chainOf(wallet) !== Number(boundTo)) {
    const moved = await ask(wallet, { method: "wallet_switchEthereumChain", params: [{ chainId: `0x${Number(boundTo).toString(16)}` }] }, wait);
    if (!moved.ok) return moved.code === "failed" ? no("wrong_chain", `This ballot belongs to chain ${boundTo}. Switch your wallet to it and try again.`) : moved;
  }
  const seen = guard(wallet.provider);
  try {
    const answer = await ask(wallet, { method: "eth_signTypedData_v4", params: [account, JSON.stringify(typedData)] }, wait);
    if (!answer.ok) return answer;
    if (seen.account && seen.account.toLowerCase() !== account.toLowerCase()) return no("account_changed", "The account was changed while the request was open. Nothing was sent; sign again with the account that you want.");
    if (seen.chain && boundTo !== undefined) return no("chain_changed", "The network was changed while the request was open. Nothing was sent; sign again.");
    if (!await isSignature(wallet, account, answer.value)) return no("garbage", "What your wallet returned is not a signature. Nothing was sent; try again, or choose another wallet.");
    return { ok: true, code: "signed", message: "", signature: answer.value };
  } finally { seen.end(); }
}

/** Signs and delivers in one go, so that a lost connection of the page loses no vote. */
export async function signAndSend(uuid, typedDataJson, wait) {
  if (delivering) return no("busy", "Your last signature is still on its way.");
  delivering = true;
  try {
    const typedData = JSON.parse(typedDataJson);
    const account = typedData.message.from;
    const signed = await signTypedData(uuid, account, typedData, wait);
    if (!signed.ok) return signed;
    const { EIP712Domain, ...types } = typedData.types;
    document.documentElement.setAttribute("data-signing", "");
    const sent = await post({ address: account, sig: signed.signature, data: { domain: typedData.domain, types, message: typedData.message } });
    // The page that verifies receipts (receipts.js) finds it again under this name.
    if (sent.ok && sent.answer) remember(`receipt:${typedData.message.proposal ?? sent.id}:${account.toLowerCase()}`, sent.answer);
    return sent;
  } catch (error) {
    return explain(error);
  } finally {
    delivering = false;
    document.documentElement.removeAttribute("data-signing");
    if (document.querySelector(".components-reconnect-rejected")) location.reload();
  }
}

/** Signs a governor's ballot and delivers it in one go: {…ballot, signature} to /api/ballots. */
export async function signAndSendBallot(uuid, account, typedDataJson, ballotJson, wait) {
  if (delivering) return no("busy", "Your last signature is still on its way.");
  delivering = true;
  try {
    const signed = await signTypedData(uuid, account, JSON.parse(typedDataJson), wait);
    if (!signed.ok) return signed;
    document.documentElement.setAttribute("data-signing", "");
    return await post({ ...JSON.parse(ballotJson), signature: signed.signature }, "/api/ballots");
  } catch (error) {
    return explain(error);
  } finally {
    delivering = false;
    document.documentElement.removeAttribute("data-signing");
    if (document.querySelector(".components-reconnect-rejected")) location.reload();
  }
}

/** Sends a transaction that the server described: {ok, hash}. */
export async function transact(uuid, account, transaction, chainId, wait) {
  const wallet = find(uuid);
  if (!wallet) return no("no_wallet", "That wallet is gone. Connect it again.");
  if (await chainOf(wallet) !== chainId) {
    const moved = await ask(wallet, { method: "wallet_switchEthereumChain", params: [{ chainId: `0x${chainId.toString(16)}` }] }, wait);
    if (!moved.ok) return moved.code === "failed" ? no("wrong_chain", `Switch your wallet to chain ${chainId} and try again.`) : moved;
  }
  const answer = await ask(wallet, { method: "eth_sendTransaction", params: [{ from: account, ...transaction }] }, wait);
  if (!answer.ok) return answer;
  return /^0x[0-9a-f]{64}$/i.test(answer.value) ? { ok: true, code: "sent", message: "", hash: answer.value } : no("garbage", "What your wallet returned is not a transaction.");
}
