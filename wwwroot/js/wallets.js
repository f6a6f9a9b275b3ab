// Which wallets this browser has: EIP-6963 announcements, and the older window.ethereum where nothing announces itself.
// Whoever can run a script here can announce, so nothing of an announcement is believed beyond its shape.

const found = new Map();
const most = 20;

addEventListener("eip6963:announceProvider", event => {
  try {
    const { info, provider } = event.detail;
    // The first to use a uuid keeps it: a later announcement cannot slip under a name that the reader has already seen.
    if (found.size >= most || found.has(info.uuid)) return;
    if (typeof info.uuid !== "string" || typeof info.name !== "string" || typeof provider.request !== "function") return;
    found.set(info.uuid, { uuid: info.uuid.slice(0, 64), name: info.name.slice(0, 60), rdns: String(info.rdns ?? "").slice(0, 100), icon: picture(info.icon), provider });
  } catch { /* a hostile announcer: not a wallet */ }
});

function picture(icon) {
  return typeof icon === "string" && icon.length <= 200_000 && /^data:image\/(svg\+xml|png|webp|jpeg|gif)[;,]/i.test(icon) ? icon : null;
}

/** Asks wallets to announce themselves and gives them a moment. Icons stay here: one can be larger than a circuit's message. */
export async function list() {
  dispatchEvent(new Event("eip6963:requestProvider"));
  await new Promise(done => setTimeout(done, 120));
  const wallets = [...found.values()];
  if (wallets.length === 0 && typeof window.ethereum?.request === "function") {
    wallets.push({ uuid: "window.ethereum", name: "Browser wallet", rdns: "", icon: null, provider: window.ethereum });
    found.set("window.ethereum", wallets[0]);
  }
  return wallets.map(({ uuid, name, rdns }) => ({ uuid, name, rdns, isDevelopment: rdns === "local.development.wallet" }));
}

export function find(uuid) {
  return found.get(uuid);
}

/** Puts each wallet's picture where the page left room: always an <img>, in which a picture cannot run anything. */
export function showIcons() {
  for (const image of document.querySelectorAll("img[data-wallet]")) {
    const icon = found.get(image.dataset.wallet)?.icon;
    if (icon) image.src = icon;
    image.hidden = !icon;
  }
}
