// Hands a signed envelope to the portal. The page's connection may be gone by then, so this does not use it.

const patience = [500, 1000, 2000, 4000, 8000, 8000, 8000];

/** {ok, code, message, …answer}. The same envelope sent twice is one vote, so what got no answer is sent again. */
export async function post(envelope, url = "/api/messages") {
  for (let attempt = 0; ; attempt++) {
    const answer = await attemptPost(envelope, url);
    if (answer.code !== "unreachable" || attempt >= patience.length) return answer;
    await new Promise(done => setTimeout(done, patience[attempt]));
  }
}

async function attemptPost(envelope, url) {
  let response;
  try {
    response = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(envelope) });
  } catch {
    return { ok: false, code: "unreachable", message: "The portal cannot be reached. Your signature was made but not delivered; try again when it is back." };
  }
  const body = await response.json().catch(() => ({}));
  // "Duplicate" with a receipt: the first answer was lost on its way, the message was not.
  if (response.ok || (body.id && body.ledger)) return { ok: true, code: "accepted", message: "Accepted.", id: text(body.id, 80), answer: JSON.stringify(body).slice(0, 8000) };
  const described = sentence(body.explanation ?? body.error_description ?? body.detail ?? body.title, `The portal refused it (${response.status}).`);
  if (response.status === 425 || response.status === 502 || response.status === 503) return { ok: false, code: "unreachable", message: described };
  if (response.status === 429) return { ok: false, code: "too_many", message: "Too many messages came from your network in this minute. Wait a little and vote again." };
  return { ok: false, code: text(body.code, 60) ?? "refused", message: described };
}

function text(value, most) {
  return typeof value === "string" ? value.slice(0, most) : null;
}

function sentence(described, otherwise) {
  const said = text(described, 300);
  if (!said) return otherwise;
  const start = said[0].toUpperCase() + said.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
