// A wallet for trying the portal out, on the local chain only: its accounts belong to everybody who can open this page.
// It is announced like any other wallet (EIP-6963) and asks before it signs, as they do.

const icon = "data:image/svg+xml," + encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#855300"/><path d="M7 11h18v12H7zM20 16h5v3h-5z" fill="none" stroke="#fff" stroke-width="2"/></svg>');
const info = { uuid: crypto.randomUUID?.() ?? String(Math.random()), name: "Development wallet", icon, rdns: "local.development.wallet" };
const listeners = new Map();
let chosen = null;
try { chosen = sessionStorage.getItem("development-account"); } catch { /* chosen anew on each page */ }

function fault(code, message) {
  return Object.assign(new Error(message), { code });
}

async function call(method, params = []) {
  const response = await fetch("/dev/wallet", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ method, params }) });
  const body = await response.json().catch(() => ({}));
  if (!response.ok || body.error) throw fault(body.error?.code ?? -32603, body.error?.message ?? body.detail ?? "The local chain does not answer.");
  return body.result;
}

function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

/** A dialog with one button for each answer; closing it is a refusal. */
function choose(title, text, answers) {
  return new Promise((resolve, reject) => {
    const dialog = element("dialog", { className: "dev-wallet" });
    const list = element("div", { className: "stack" });
    for (const { label, detail, value } of answers) {
      const button = element("button", { type: "button", className: "dev-answer" }, element("strong", { textContent: label }), element("span", { textContent: detail ?? "" }));
      button.addEventListener("click", () => { resolve(value); dialog.close(); });
      list.append(button);
    }
    const decline = element("button", { type: "button", className: "plain", textContent: "Decline" });
    decline.addEventListener("click", () => dialog.close());
    const heading = element("h2", { textContent: title, id: "dev-wallet-title" });
    dialog.setAttribute("aria-labelledby", heading.id);
    dialog.append(element("p", { className: "note", textContent: "Development wallet, local chain only" }), heading, element("p", { textContent: text }), list, decline);
    dialog.addEventListener("close", () => { dialog.remove(); reject(fault(4001, "Declined.")); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

async function chooseAccount() {
  const accounts = await (await fetch("/dev/wallet")).json();
  chosen = await choose("Who do you want to be?", "These voters live on the local chain. Choose one to vote as.", accounts.map(({ address, name }) => ({ label: name, detail: `${address.slice(0, 6)}…${address.slice(-4)}`, value: address })));
  try { sessionStorage.setItem("development-account", chosen); } catch { /* chosen anew on each page */ }
  for (const listener of listeners.get("accountsChanged") ?? []) listener([chosen]);
  return [chosen];
}

function inWords(typedData) {
  const { primaryType, message } = typeof typedData === "string" ? JSON.parse(typedData) : typedData;
  return `${primaryType}: ${Object.entries(message).filter(([, value]) => value !== "" && String(value).length < 80).map(([key, value]) => `${key} ${value}`).join(", ")}`;
}

const provider = {
  async request({ method, params }) {
    switch (method) {
      case "eth_requestAccounts": return chooseAccount();
      case "eth_accounts": return chosen ? [chosen] : [];
      case "eth_signTypedData_v4":
        await choose("Sign this message?", inWords(params[1]), [{ label: "Sign", value: true }]);
        return call(method, params);
      case "eth_sendTransaction":
        await choose("Send this transaction?", `To ${params[0].to} from ${params[0].from}`, [{ label: "Send", value: true }]);
        return call(method, params);
      default: return call(method, params);
    }
  },
  on(name, listener) { listeners.set(name, [...(listeners.get(name) ?? []), listener]); },
  removeListener(name, listener) { listeners.set(name, (listeners.get(name) ?? []).filter(other => other !== listener)); },
};

const announce = () => dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info: Object.freeze(info), provider }) }));
addEventListener("eip6963:requestProvider", announce);
announce();
