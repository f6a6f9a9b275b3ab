-- The schema of one portal. One text for SQLite and PostgreSQL: addresses, hashes and 256-bit numbers are BLOB (a domain over bytea there; big-endian, so byte
-- order is value order), times are whole unix seconds unless the name ends in _ms, lists and settings are JSON text.

-- Every accepted signed message, for ever: superseded votes and withdrawn proposals too. idx is its leaf's index in the ledger:
-- dense, from 0, in order of acceptance.
CREATE TABLE messages (
    idx            INTEGER PRIMARY KEY,
    id             BLOB NOT NULL,              -- the EIP-712 digest
    kind           TEXT NOT NULL,               -- vote, proposal, settings, ...
    space          TEXT NOT NULL,
    author         BLOB NOT NULL,              -- message.from
    signer         BLOB NOT NULL,              -- envelope.address: the author or an alias
    timestamp      BIGINT NOT NULL,             -- as claimed by the author
    received_at_ms BIGINT NOT NULL,
    envelope       BLOB NOT NULL,              -- {address, sig, hash, data} exactly as the CID hashes it
    evidence       TEXT NOT NULL,               -- how it was verified: power, block hashes, sources (JSON)
    ordinal        BIGINT NOT NULL              -- votes: the how-manieth vote of its proposal, from 1; else 0. In the leaf, so a missing vote is a visible gap
);
CREATE UNIQUE INDEX messages_id ON messages (id);
CREATE INDEX messages_settings ON messages (space, idx) WHERE kind = 'settings';

-- The nodes of the ledger's Merkle tree (RFC 6962): level 0 are leaf hashes.
CREATE TABLE ledger_nodes (
    level INTEGER NOT NULL,
    idx   BIGINT NOT NULL,
    hash  BLOB NOT NULL,
    PRIMARY KEY (level, idx)
);

-- Signed heads of the ledger, one for each group commit that added leaves.
CREATE TABLE ledger_checkpoints (
    size         INTEGER PRIMARY KEY,
    root         BLOB NOT NULL,
    signed_at_ms BIGINT NOT NULL,
    signature    BLOB NOT NULL                 -- EIP-191 over the checkpoint text, 65 bytes
);

CREATE TABLE spaces (
    id         TEXT PRIMARY KEY,
    controller BLOB,
    settings   TEXT NOT NULL,                   -- Snapshot's space format
    message    BIGINT,                          -- the Space message that set them; NULL: from the configuration
    updated_at BIGINT NOT NULL
);

-- Signed proposals and governor proposals in one list. What they were published with is frozen in rules (JSON).
CREATE TABLE proposals (
    key             INTEGER PRIMARY KEY,
    id              TEXT NOT NULL,              -- 0x… digest, or eip155:<chain>:<governor>:<proposal id>
    space           TEXT NOT NULL,
    kind            TEXT NOT NULL,              -- signed or governor
    author          BLOB NOT NULL,
    created_at      BIGINT NOT NULL,
    title           TEXT NOT NULL,
    body            TEXT NOT NULL,
    discussion      TEXT NOT NULL,
    choices         TEXT NOT NULL,              -- JSON array of labels
    voting_system   TEXT NOT NULL,
    start_at        BIGINT NOT NULL,            -- signed: unix seconds, inclusive; governor: timepoint of the snapshot
    end_at          BIGINT NOT NULL,            -- signed: unix seconds, inclusive; governor: timepoint of the deadline
    snapshot_block  BIGINT NOT NULL,
    rules           TEXT NOT NULL,
    message         BIGINT,                     -- messages.idx of a signed proposal
    deleted_message BIGINT                      -- messages.idx of its withdrawal
);
CREATE UNIQUE INDEX proposals_id ON proposals (id);
CREATE INDEX proposals_space ON proposals (space, created_at DESC, key DESC);
CREATE INDEX proposals_newest ON proposals (created_at DESC, key DESC);

-- Every accepted signed vote; the current one of a voter is the one not superseded.
CREATE TABLE votes (
    message       INTEGER PRIMARY KEY,          -- messages.idx
    proposal      BIGINT NOT NULL,
    voter         BLOB NOT NULL,
    choice        TEXT NOT NULL,                -- canonical JSON
    voting_power  BLOB NOT NULL,
    by_strategy   BLOB NOT NULL,               -- 32 bytes each, in the proposal's order and decimals
    reason        TEXT NOT NULL,
    timestamp     BIGINT NOT NULL,
    superseded_by BIGINT                        -- messages.idx of the vote that replaced it
);
CREATE UNIQUE INDEX votes_current ON votes (proposal, voter) WHERE superseded_by IS NULL;
CREATE INDEX votes_by_power ON votes (proposal, voting_power, message) WHERE superseded_by IS NULL;
CREATE INDEX votes_by_time ON votes (proposal, message);
CREATE INDEX votes_by_voter ON votes (voter, message);

-- The count, kept up in each vote's own transaction. A cell is what a voting system adds up (a choice, a ranking);
-- strategy -1 is all strategies together. Cell '' counts every vote.
CREATE TABLE tally_cells (
    proposal BIGINT NOT NULL,
    cell     TEXT NOT NULL,
    strategy INTEGER NOT NULL,
    amount   BLOB NOT NULL,
    votes    BIGINT NOT NULL,
    PRIMARY KEY (proposal, cell, strategy)
);

-- Voting power that was read for an account before it voted (never zero). At a pinned block it does not change.
CREATE TABLE voting_powers (
    proposal BIGINT NOT NULL,
    voter    BLOB NOT NULL,
    reading  TEXT NOT NULL,                     -- JSON, source by source
    PRIMARY KEY (proposal, voter)
);

-- Messages whose check needs a chain that does not answer now: kept with their arrival time, tried again, told to the voter.
CREATE TABLE pending_messages (
    id             BLOB PRIMARY KEY,
    envelope       BLOB NOT NULL,
    received_at_ms BIGINT NOT NULL,
    attempts       BIGINT NOT NULL,
    next_try_ms    BIGINT NOT NULL,
    reason         TEXT NOT NULL
);
