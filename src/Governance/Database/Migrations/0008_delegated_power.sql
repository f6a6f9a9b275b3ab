-- Only for proposals whose votes change each other's power (strategies that follow delegations). All of it follows from the votes' evidence:
-- a recount needs none of these tables.

-- What a vote's power was read as, if nobody else voted; votes.voting_power and by_strategy are what counts now.
CREATE TABLE vote_readings (
    message     INTEGER PRIMARY KEY,            -- votes.message
    by_strategy BLOB NOT NULL,                  -- 32 bytes each, as in votes
    received    BLOB NOT NULL                   -- of it what delegators gave, the same way
);

-- Whose power a delegate's vote has, one row for each strategy.
CREATE TABLE vote_delegators (
    proposal  BIGINT NOT NULL,
    delegate  BLOB NOT NULL,
    strategy  INTEGER NOT NULL,
    delegator BLOB NOT NULL,
    amount    BLOB NOT NULL,                    -- in the proposal's decimals
    withheld  INTEGER NOT NULL,                 -- 1: somebody of vote_delegation_ends voted
    PRIMARY KEY (proposal, delegate, strategy, delegator)
);

-- Whose vote ends a row of vote_delegators: the delegator himself, and delegates of his that go before.
CREATE TABLE vote_delegation_ends (
    proposal  BIGINT NOT NULL,
    account   BLOB NOT NULL,
    delegate  BLOB NOT NULL,
    strategy  INTEGER NOT NULL,
    delegator BLOB NOT NULL,
    PRIMARY KEY (proposal, account, delegate, strategy, delegator)
);

-- How much of what a delegate received belongs to accounts that voted themselves, also before the delegate votes.
CREATE TABLE vote_withheld (
    proposal BIGINT NOT NULL,
    delegate BLOB NOT NULL,
    strategy INTEGER NOT NULL,
    amount   BLOB NOT NULL,
    PRIMARY KEY (proposal, delegate, strategy)
);
