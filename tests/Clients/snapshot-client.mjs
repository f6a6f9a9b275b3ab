// Speaks to a portal as any Snapshot front end does: Snapshot's own client, whose hub is the URL given. Each step's answer or refusal is a line.
import snapshot from "@snapshot-labs/snapshot.js";
import { introduce, now, person, step } from "./client-steps.mjs";

const [url, space] = process.argv.slice(2);
const client = new snapshot.Client712(url);
const controller = person("controller"), author = person("author"), alice = person("alice"), bob = person("bob"), nobody = person("nobody");
introduce(url, controller);

const settings = {
  name: "Client", network: "1", symbol: "PHA", admins: [], members: [], moderators: [],
  strategies: [{ name: "whitelist-weighted", network: "1", params: { symbol: "PHA", addresses: { [alice.address]: 100, [bob.address]: 60.5 } } }],
  voting: { quorum: 10 }, plugins: {}, filters: { minScore: 0, onlyMembers: false }, validation: { name: "any", params: {} },
};
const draft = (changes = {}) => ({
  space, type: "single-choice", title: "Through Snapshot's client", body: "A question.", discussion: "", choices: ["One", "Two"], labels: [],
  start: now() - 10, end: now() + 3600, snapshot: 1, plugins: "{}", privacy: "", app: "client", ...changes,
});
const vote = (signer, proposal, choice, changes = {}) => client.vote(signer, signer.address, { space, proposal, type: "single-choice", choice, reason: "because", app: "client", ...changes });

await step("space by a stranger", () => client.space(nobody, nobody.address, { space, settings: JSON.stringify(settings) }));
await step("space with an unknown strategy", () => client.space(controller, controller.address, { space, settings: JSON.stringify({ ...settings, strategies: [{ name: "moon-phase", params: {} }] }) }));
await step("proposal before the space exists", () => client.proposal(author, author.address, draft()));
await step("space", () => client.space(controller, controller.address, { space, settings: JSON.stringify(settings) }));
await step("proposal that ends in the past", () => client.proposal(author, author.address, draft({ start: now() - 100, end: now() - 50 })));
await step("proposal without a title", () => client.proposal(author, author.address, draft({ title: "" })));
await step("basic proposal with four choices", () => client.proposal(author, author.address, draft({ type: "basic", choices: ["a", "b", "c", "d"] })));
await step("proposal with an unknown voting system", () => client.proposal(author, author.address, draft({ type: "custom" })));
await step("encrypted proposal", () => client.proposal(author, author.address, draft({ privacy: "shutter" })));
await step("proposal with a long text", () => client.proposal(author, author.address, draft({ body: "x".repeat(10_001) })));
await step("proposal with 21 choices", () => client.proposal(author, author.address, draft({ choices: Array.from({ length: 21 }, (_, i) => `Choice ${i}`) })));
const proposal = await step("proposal", () => client.proposal(author, author.address, draft()));
const later = await step("proposal that opens later", () => client.proposal(author, author.address, draft({ title: "Later", start: now() + 1800 })));

const at = now();
await step("vote", () => vote(alice, proposal.id, 1, { timestamp: at }));
await step("vote again, later", () => vote(alice, proposal.id, 2, { timestamp: at + 2 }));
await step("vote with an earlier time", () => vote(alice, proposal.id, 1, { timestamp: at + 1 }));
await step("vote of another", () => vote(bob, proposal.id, 1, { timestamp: at }));
await step("the same vote again", () => vote(bob, proposal.id, 1, { timestamp: at }));
const twin = ["x", "y"];
await step("two votes in one second, first", () => vote(bob, proposal.id, 1, { timestamp: at + 5, reason: twin[0] }));
await step("two votes in one second, second", () => vote(bob, proposal.id, 2, { timestamp: at + 5, reason: twin[1] }));
await step("vote without power", () => vote(nobody, proposal.id, 1));
await step("vote for a choice that is not there", () => vote(alice, proposal.id, 3, { timestamp: at + 3 }));
await step("vote on an unknown proposal", () => vote(alice, `0x${"00".repeat(32)}`, 1));
await step("vote before voting opens", () => vote(alice, later.id, 1));
await step("vote with a space in the proposal's id", () => vote(alice, `${proposal.id} `, 1));
await step("vote in an unknown space", () => vote(alice, proposal.id, 1, { space: "nowhere.test" }));
await step("vote a week old", () => vote(alice, proposal.id, 1, { timestamp: at - 7 * 86400 }));
await step("vote from the future", () => vote(alice, proposal.id, 1, { timestamp: at + 600 }));
await step("vote with long metadata", () => vote(alice, proposal.id, 1, { timestamp: at + 3, metadata: JSON.stringify({ x: "y".repeat(2001) }) }));
await step("vote with a long reason", () => vote(alice, proposal.id, 1, { timestamp: at + 3, reason: "r".repeat(5001) }));

// What only a forger sends: the same envelope, altered after signing.
const forged = await (async () => {
  let envelope;
  const recorder = new snapshot.Client712(url);
  recorder.send = async sent => { envelope = sent; return {}; };
  await recorder.vote(alice, alice.address, { space, proposal: proposal.id, type: "single-choice", choice: 1, timestamp: at + 1, reason: "", app: "client" });
  return envelope;
})();
const altered = change => { const copy = structuredClone(forged); change(copy); return client.send(copy); };
await step("altered choice", () => altered(e => { e.data.message.choice = 2; }));
await step("another's name", () => altered(e => { e.address = e.data.message.from = bob.address; }));
await step("wrong domain", () => altered(e => { e.data.domain.version = "1"; }));
await step("wrong types", () => altered(e => { e.data.types.Vote[0].type = "uint256"; }));
await step("extra key", () => altered(e => { e.extra = 1; }));
await step("lower-case address", () => altered(e => { e.address = e.address.toLowerCase(); }));
await step("as it was signed", () => altered(() => {}));
await step("too large", () => altered(e => { e.data.message.padding = "p".repeat(100_001); }));
