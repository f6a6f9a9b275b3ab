// Shows how far a download is, and goes on where it was when the connection breaks: the server's strong ETag names the frozen file, so
// Range with If-Range brings exactly the rest. Without this module each button is a plain link that downloads the same file.

// Larger files are left to the browser's own downloads: here they would lie in memory until they are complete.
const most = 400_000_000;
const pauses = [500, 1000, 2000, 4000, 8000, 16000];
const units = ["bytes", "kB", "MB", "GB"];

function inWords(bytes) {
  let unit = 0;
  for (; bytes >= 1000 && unit < units.length - 1; unit++) bytes /= 1000;
  return `${bytes.toFixed(unit === 0 || bytes >= 100 ? 0 : bytes >= 10 ? 1 : 2)} ${units[unit]}`;
}

const total = (answer, received) =>
  Number(/\/(\d+)$/.exec(answer.headers.get("Content-Range") ?? "")?.[1] ?? answer.headers.get("Content-Length") ?? 0) || (answer.headers.has("Content-Range") ? received : 0);

/** Downloads into pieces; tells show(received, total, words). A broken connection is taken up again up to six times in a row. */
export async function download(url, show, signal) {
  let pieces = [], received = 0, tag = null, failures = 0;
  while (true) {
    try {
      const headers = received > 0 && tag ? { Range: `bytes=${received}-`, "If-Range": tag } : {};
      const answer = await fetch(url, { headers, signal, cache: "no-store" });
      if (answer.status === 503) throw new Error("busy");
      if (answer.status === 416 && received > 0) return pieces;
      if (!answer.ok) return null;
      // The file has changed since it was begun: it comes whole, from its beginning.
      if (answer.status !== 206 && received > 0) [pieces, received] = [[], 0];
      tag = answer.headers.get("ETag");
      const all = total(answer, received);
      const reader = answer.body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        pieces.push(part.value);
        received += part.value.length;
        failures = 0;
        show(received, all, "");
      }
      if (all > 0 && received < all) throw new Error("cut off");
      return pieces;
    } catch (error) {
      if (signal.aborted || failures >= pauses.length) throw error;
      show(received, 0, "The connection broke off; going on where it was.");
      await new Promise(done => setTimeout(done, pauses[failures++]));
    }
  }
}

function save(pieces, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(pieces, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function run(link) {
  const row = link.closest("li");
  const bar = document.createElement("progress");
  const line = document.createElement("p");
  const stop = document.createElement("button");
  const controller = new AbortController();
  bar.setAttribute("aria-label", `Download of ${link.dataset.export}`);
  line.className = "row note";
  const words = document.createElement("span");
  words.setAttribute("role", "status");
  [stop.type, stop.className, stop.textContent] = ["button", "plain small", "Stop"];
  stop.addEventListener("click", () => controller.abort());
  line.append(words, stop);
  row.querySelectorAll(".progress").forEach(old => old.remove());
  const shown = document.createElement("div");
  shown.className = "progress";
  shown.append(bar, line);
  row.append(shown);
  link.setAttribute("aria-busy", "true");
  let last = 0;
  const show = (received, all, said) => {
    if (all > 0) { bar.max = all; bar.value = received; }
    // Ten times a second is enough to read.
    if (!said && performance.now() - last < 100 && received !== all) return;
    last = performance.now();
    words.textContent = said || (all > 0 ? `${inWords(received)} of ${inWords(all)}` : `${inWords(received)} so far`);
  };
  words.textContent = "Asking for the file.";
  try {
    const pieces = await download(link.href, show, controller.signal);
    if (!pieces) throw new Error("refused");
    save(pieces, link.dataset.export, "application/octet-stream");
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    words.textContent = `Complete: ${inWords(bytes)}.`;
    const size = row.querySelector("[data-size]");
    if (size) size.textContent = inWords(bytes);
    bar.remove();
  } catch {
    words.textContent = controller.signal.aborted ? "Stopped." : "The file could not be downloaded. Try again later.";
    bar.remove();
  } finally {
    stop.remove();
    link.removeAttribute("aria-busy");
  }
}

const asBytes = text => { const [, number, unit] = /([\d.]+) (\w+)$/.exec(text ?? "") ?? []; return number ? Number(number) * 1000 ** units.indexOf(unit) : 0; };

for (const link of document.querySelectorAll("[data-exports] [data-export]")) {
  link.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || asBytes(link.closest("li").querySelector("[data-size]")?.textContent) > most) return;
    event.preventDefault();
    if (!link.hasAttribute("aria-busy")) run(link);
  });
}
