// node voting.mjs <system> <seed> <count>: random proposals of one voting system, counted by Snapshot's own library.
// A line: {choices, strategies, votes: [{choice, powers}], scores, scoresByStrategy, total, valid: [{choice, isValid}]}; powers are base units of 10^-18, one for each strategy.
import snapshot from '@snapshot-labs/snapshot.js';
import { Random, print } from './random.mjs';

const system = process.argv[2];
const random = new Random(Number(process.argv[3]));
const count = Number(process.argv[4]);
const Voting = (snapshot.default ?? snapshot).utils.voting[system];
const unit = 10n ** 18n;

const shuffled = (n) => {
  const list = Array.from({ length: n }, (_, i) => i + 1);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
};

const weight = () => random.pick([0, 1, 1, 2, 3, 50, 0.5, 33.3, 0.001, random.below(1000), random.below(100000) / 1000]);

const makeChoice = (n) => {
  switch (system) {
    case 'basic':
    case 'single-choice': return 1 + random.below(n);
    case 'approval': return shuffled(n).slice(0, random.below(n + 1));
    case 'ranked-choice':
    case 'copeland': return shuffled(n);
    default: {
      const choice = Object.fromEntries(shuffled(n).slice(0, 1 + random.below(n)).map((i) => [i, weight()]));
      if (!Object.values(choice).some((w) => w > 0)) choice[Object.keys(choice)[0]] = 1;
      return choice;
    }
  }
};

// Whole tickets make ties, and their sums are exact in floating point too; the others are fractions of very different sizes.
const powers = [
  () => BigInt(random.below(4)) * unit,
  () => BigInt(random.below(1_000_000_000)) * 10n ** BigInt(random.below(16)) + BigInt(random.below(1_000_000)),
  () => (random.chance(10) ? BigInt(1 + random.below(1_000_000)) * unit : BigInt(1 + random.below(1_000_000)) * 10n ** 11n),
];

const strangeChoices = (n) => [
  0, -1, n + 1, 1.5, null, true, 'x', [], {}, [0], [n + 1], [1, 1], [1.5], [-1], shuffled(n).slice(1), [...shuffled(n), 1], shuffled(n), 1, n,
  { 0: 1 }, { [n + 1]: 1 }, { 1: -1 }, { 1: 0 }, { 1: 'x' }, { 1: null }, { 1: 1, x: 1 }, { 1.5: 1 }, { 1: 0, 2: 1 }, { 1: 0.5 },
];

for (let i = 0; i < count; i++) {
  const choices = Array.from({ length: system === 'basic' ? 2 + random.below(2) : 1 + random.below(7) }, (_, c) => `Choice ${c + 1}`);
  const strategies = Array.from({ length: 1 + random.below(3) }, () => ({ name: 'ticket', network: '1', params: {} }));
  const power = random.pick(powers);
  const votes = [];
  for (let v = random.below(random.chance(10) ? 300 : 12); v > 0; v--) {
    const own = strategies.map(() => power());
    if (own.every((p) => p === 0n)) own[0] = unit;
    votes.push({ choice: makeChoice(choices.length), powers: own });
  }
  const asNumbers = votes.map(({ choice, powers: own }) => {
    const scores = own.map((p) => Number(p) / 1e18);
    return { choice, scores, balance: scores.reduce((a, b) => a + b, 0) };
  });
  const voting = new Voting({ choices }, asNumbers, strategies, undefined);
  const strange = strangeChoices(choices.length);
  print({
    choices: choices.length, strategies: strategies.length, votes,
    scores: voting.getScores(), scoresByStrategy: voting.getScoresByStrategy(), total: voting.getScoresTotal(),
    valid: strange.map((choice) => ({ choice, isValid: Voting.isValidChoice(choice, choices) })),
  });
}
