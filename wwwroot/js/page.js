// What a reading page gains from a script: the reader's own time zone, running countdowns, copy buttons, the theme button.
// Everything here changes the text of nodes that the server wrote and keeps the nodes, so that interactive parts can go on updating them.

// Spelled out, because a named zone cannot stand beside dateStyle and timeStyle.
const reader = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" });

/** "3 days, 4 hours": the two largest units, like the server's text. */
export function remaining(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [["day", Math.floor(seconds / 86400)], ["hour", Math.floor(seconds / 3600) % 24], ["minute", Math.floor(seconds / 60) % 60], ["second", seconds % 60]];
  const first = parts.findIndex(([, count]) => count > 0);
  if (first < 0) return "0 seconds";
  return parts.slice(first, first + 2).filter(([, count]) => count > 0).map(([unit, count]) => `${count} ${unit}${count === 1 ? "" : "s"}`).join(", ");
}

function setText(element, text) {
  const node = element.firstChild;
  if (node?.nodeType === Node.TEXT_NODE) { if (node.data !== text) node.data = text; }
  else if (!node) element.textContent = text;
}

function showLocal(element) {
  const at = new Date(element.dateTime);
  if (!Number.isNaN(at.getTime())) setText(element, reader.format(at));
}

function tick() {
  for (const element of document.querySelectorAll("[data-until]")) {
    const left = new Date(element.dataset.until).getTime() - Date.now();
    if (Number.isNaN(left)) continue;
    setText(element, left > 0 ? `${element.dataset.before ?? ""}${remaining(left)}${element.dataset.after ?? ""}` : element.dataset.done ?? "");
    if (left <= 0 && element.hasAttribute("data-reload") && !document.documentElement.hasAttribute("data-signing")) {
      element.removeAttribute("data-reload");
      // The state changes now: once, some seconds later, so that thousands of open pages do not ask in the same instant.
      setTimeout(() => { if (!document.documentElement.hasAttribute("data-signing")) location.reload(); }, 1000 + Math.random() * 4000);
    }
  }
}

function localize(root) {
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  if (root.matches("time[data-local]")) showLocal(root);
  for (const element of root.querySelectorAll("time[data-local]")) showLocal(element);
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.setAttribute("data-copied", "");
    setTimeout(() => button.removeAttribute("data-copied"), 1500);
  } catch { /* refused by the browser: the full text is in the link's title */ }
}

function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* not remembered */ }
}

document.addEventListener("click", event => {
  const button = event.target.closest?.("[data-copy], [data-theme-switch], [data-reload-page]");
  if (!button) return;
  if (button.dataset.copy) copy(button);
  else if (button.hasAttribute("data-theme-switch")) switchTheme();
  else location.reload();
});

// A form of filters answers at a change; without script its button does the same.
document.addEventListener("change", event => { if (event.target.matches?.("select[data-submit]")) event.target.form.requestSubmit(); });

localize(document.body);
tick();
setInterval(tick, 1000);
new MutationObserver(changes => {
  for (const change of changes) {
    if (change.type === "attributes") localize(change.target);
    else for (const node of change.addedNodes) localize(node);
  }
}).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["datetime"] });

// The server restarted: interactive parts begin anew with a fresh page, but never while a wallet holds a request.
const reconnect = document.getElementById("components-reconnect-modal");
if (reconnect) {
  new MutationObserver(() => {
    if (reconnect.classList.contains("components-reconnect-rejected") && !document.documentElement.hasAttribute("data-signing")) location.reload();
  }).observe(reconnect, { attributes: true, attributeFilter: ["class"] });
}
