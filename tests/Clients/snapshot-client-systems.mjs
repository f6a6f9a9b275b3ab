// Every voting system through Snapshot's own client, the same votes counted by Snapshot's own library; then changes, withdrawals and aliases.
import snapshot from "@snapshot-labs/snapshot.js";
import { introduce, now, person, step } from "./client-steps.mjs";

const [url, space] = process.argv.slice(2);
const client = new snapshot.Client712(url);
const controller = person("controller"), author = person("author"), nobody = person("nobody"), helper = person("helper");
const alice = person("alice"), bob = person("bob"), carol = person("carol");
introduce(url, controller);

const powers = new Map([[alice, 100.25], [bob, 60.5], [carol, 33.3]]);
const strategies = [
  { name: "whitelist-weighted", network: "1", params: { symbol: "PHA", addresses: Object.fromEntries([...powers].map(([who, power]) => [who.address, power])) } },
  { name: "ticket", network: "1", params: { value: 1 } },
];
const settings = {
  name: "Systems", network: "1", symbol: "PHA", admins: [], members: [], moderators: [], strategies,
  voting: { quorum: 10 }, plugins: {}, filters: { minScore: 0, onlyMembers: false }, validation: { name: "any", params: {} },
};

// Three votes, then the first voter's second one; then what the system must refuse.
const rankings = { votes: [[1, 2, 3, 4], [2, 1, 4, 3], [3, 4, 1, 2]], change: [4, 3, 2, 1], invalid: [[1, 2, 3], [1, 2, 3, 3], [1, 2, 3, 5], [], 1] };
const weights = {
  votes: [{ 1: 1, 2: 2 }, { 3: 0.5, 4: 33.3 }, { 2: 1, 4: 3 }], change: { 1: 3, 2: 1, 3: 3 }, invalid: [{ 5: 1 }, { 0: 1 }, { 1: 0 }, { 1: -1, 2: 2 }, {}, "0xciphertext"],
};
const systems = {
  "single-choice": { votes: [1, 2, 3], change: 4, invalid: [0, 5, [1]] },
  basic: { votes: [1, 2, 3], change: 2, invalid: [0, 4, { 1: 1 }] },
  approval: { votes: [[1, 2], [2], []], change: [1, 3, 4], invalid: [[1, 1], [5], [0], 1] },
  "ranked-choice": rankings, copeland: rankings, weighted: weights, quadratic: weights,
};

const choicesOf = type => type === "basic" ? ["For", "Against", "Abstain"] : ["One", "Two", "Three", "Four"];
const draft = (type, changes = {}) => ({
  space, type, title: `By ${type}`, body: "A question.", discussion: "", choices: choicesOf(type), labels: [],
  start: now() - 10, end: now() + 3600, snapshot: 1, plugins: "{}", privacy: "", app: "client", ...changes,
});
// Snapshot's client picks the kind of vote by the system's name and does not know copeland: a choice's own form names one that it knows.
const kindOf = choice => typeof choice === "number" ? "single-choice" : Array.isArray(choice) ? "approval" : "weighted";
const vote = (signer, proposal, choice, changes = {}) =>
  client.vote(signer, signer.address, { space, proposal, type: kindOf(choice), choice, reason: "", app: "client", ...changes });

function counted(type, choices) {
  const votes = [...powers.values()].map((power, i) => ({ choice: choices[i], balance: power + 1, scores: [power, 1] }));
  const voting = new snapshot.utils.voting[type]({ choices: choicesOf(type) }, votes, strategies);
  return { scores: voting.getScores(), byStrategy: voting.getScoresByStrategy(), total: voting.getScoresTotal() };
}

async function walk(type, { votes, change, invalid }) {
  const proposal = await client.proposal(author, author.address, draft(type));
  const at = now();
  const voters = [...powers.keys()];
  for (const [i, voter] of voters.entries()) await step(`${type}: vote ${i + 1}`, () => vote(voter, proposal.id, votes[i], { timestamp: at }));
  await step(`${type}: changed vote`, () => vote(alice, proposal.id, change, { timestamp: at + 1 }));
  for (const [i, choice] of invalid.entries()) await step(`${type}: invalid choice ${i + 1}`, () => vote(bob, proposal.id, choice, { timestamp: at + 2 }));
  // Any kind of vote may carry a choice: here the array or the number as the text of one.
  await step(`${type}: as text`, () => vote(bob, proposal.id, votes[1], { type: "weighted", timestamp: at + 3 }));
  console.log(JSON.stringify({ step: `${type}: counted`, ok: true, proposal: proposal.id, ...counted(type, [change, votes[1], votes[2]]) }));
}

async function changes() {
  const later = await step("proposal that opens later", () => client.proposal(author, author.address, draft("approval", { start: now() + 1800, title: "First words" })));
  const begun = await step("proposal that has begun", () => client.proposal(author, author.address, draft("approval", { title: "Begun already" })));
  const update = (signer, proposal, changes = {}) => {
    const { start, end, snapshot: block, app, ...content } = draft("ranked-choice", { title: "Second words", body: "Another question." });
    return client.updateProposal(signer, signer.address, { ...content, proposal, ...changes });
  };
  await step("update by a stranger", () => update(nobody, later.id));
  await step("update after the start", () => update(author, begun.id));
  await step("update to custom voting", () => update(author, later.id, { type: "custom" }));
  await step("update of an unknown proposal", () => update(author, `0x${"00".repeat(32)}`));
  await step("update", () => update(author, later.id));
}

async function withdrawals() {
  const proposal = await step("proposal to withdraw", () => client.proposal(author, author.address, draft("weighted", { title: "To be withdrawn" })));
  const cancel = signer => client.cancelProposal(signer, signer.address, { space, proposal: proposal.id });
  await step("vote before the withdrawal", () => vote(alice, proposal.id, { 1: 1 }));
  await step("withdrawal by a stranger", () => cancel(nobody));
  await step("withdrawal", () => cancel(author));
  await step("withdrawal again", () => cancel(controller));
  await step("vote after the withdrawal", () => vote(bob, proposal.id, { 1: 1 }));
}

async function aliases() {
  const proposal = await step("proposal for an alias", () => client.proposal(author, author.address, draft("approval", { title: "Signed by another" })));
  const at = now();
  const asAlice = (choice, timestamp) => vote(helper, proposal.id, choice, { from: alice.address, timestamp });
  // Snapshot's client can not revoke: its sign and send can.
  const revoke = (signer, timestamp) => client.sign(signer, signer.address, { alias: helper.address, timestamp },
    { RevokeAlias: [{ name: "from", type: "address" }, { name: "alias", type: "address" }, { name: "timestamp", type: "uint64" }] });
  await step("vote by an alias that is none", () => asAlice([1], at));
  await step("revocation of an alias that is none", () => revoke(alice, at));
  await step("alias of oneself", () => client.alias(alice, alice.address, { alias: alice.address }));
  await step("alias", () => client.alias(alice, alice.address, { alias: helper.address, timestamp: at }));
  await step("alias of two accounts", () => client.alias(bob, bob.address, { alias: helper.address, timestamp: at }));
  await step("vote by an alias", () => asAlice([1, 2], at + 1));
  await step("alias in another's name", () => vote(helper, proposal.id, [1], { from: bob.address, timestamp: at + 1 }));
  await step("withdrawal by an alias", () => client.cancelProposal(helper, helper.address, { from: alice.address, space, proposal: proposal.id }));
  await step("revocation", () => revoke(alice, at + 2));
  await step("vote by a revoked alias", () => asAlice([3], at + 3));
}

await step("space", () => client.space(controller, controller.address, { space, settings: JSON.stringify(settings) }));
for (const [type, choices] of Object.entries(systems)) await walk(type, choices);
await changes();
await withdrawals();
await aliases();
console.log(JSON.stringify({ step: "people", ok: true, author: author.address, alice: alice.address, helper: helper.address }));
