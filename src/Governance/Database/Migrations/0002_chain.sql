-- What the indexer knows of the followed chains. Every fact carries the block that it stands in (number, hash, time), its transaction and
-- its log index; how sure it is (latest, safe, finalized) follows from the cursor. A reorganisation deletes what stands above the common
-- ancestor, so after it the tables are what a fresh index of the new chain gives. Nothing here is a state: states are computed.
-- Chains are EIP-155 numbers, positions are block * 2^20 + log index: the order in which things happened on their chain.

-- How far each chain is indexed; moves in the same transaction as the rows of the blocks that it passes.
CREATE TABLE chain_cursors (
    chain            BIGINT PRIMARY KEY,
    followed         TEXT NOT NULL,            -- what was indexed: first block, governors, spaces; when it changes the chain is indexed afresh
    head_number      BIGINT NOT NULL,
    head_hash        BLOB NOT NULL,
    head_time        BIGINT NOT NULL,
    safe_number      BIGINT,                   -- NULL: the chain names no safe (finalized) block
    safe_hash        BLOB,
    safe_time        BIGINT,
    finalized_number BIGINT,
    finalized_hash   BLOB,
    finalized_time   BIGINT,
    stopped          TEXT                      -- why indexing stopped for good; NULL: it goes on
);

-- The blocks that may still be replaced, from the last finalized one to the head, by which a reorganisation's common ancestor is found;
-- and for ever those at which a vote by block number begins or ends, for their times.
CREATE TABLE chain_blocks (
    chain  BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hash   BLOB NOT NULL,
    time   BIGINT NOT NULL,
    pinned INTEGER NOT NULL,                   -- 1: kept for ever, its number is a timepoint of a vote
    PRIMARY KEY (chain, number)
);

-- Reorganisations that were seen: history of this portal, not of the chain.
CREATE TABLE chain_reorgs (
    chain    BIGINT NOT NULL,
    at_ms    BIGINT NOT NULL,
    depth    BIGINT NOT NULL,                  -- how many blocks were undone
    ancestor BIGINT NOT NULL,                  -- the last block that stayed
    old_hash BLOB NOT NULL,                    -- the head that was left
    PRIMARY KEY (chain, at_ms)
);

-- What the followed governors say of themselves.
CREATE TABLE governors (
    chain         BIGINT NOT NULL,
    address       BLOB NOT NULL,
    space         TEXT NOT NULL,
    name          TEXT NOT NULL,
    token         BLOB,                        -- NULL: it names none
    symbol        TEXT NOT NULL,
    decimals      INTEGER NOT NULL,
    clock_mode    TEXT NOT NULL,               -- ERC-6372
    counting_mode TEXT NOT NULL,               -- IGovernor.COUNTING_MODE
    timelock      BLOB,                        -- NULL: executes by itself
    PRIMARY KEY (chain, address)
);

-- Beside its row in proposals, what a governor's proposal consists of.
CREATE TABLE governor_proposals (
    proposal     BIGINT PRIMARY KEY,           -- proposals.key
    chain        BIGINT NOT NULL,
    governor     BLOB NOT NULL,
    proposal_id  BLOB NOT NULL,                -- unique per governor only: it is a hash of actions and description
    actions      TEXT NOT NULL,                -- JSON: target, value, signature, calldata
    description  BLOB NOT NULL,                -- the exact bytes: queueing and executing need them
    vote_end     BIGINT NOT NULL,              -- the timepoint as created, before extensions
    operation_v4 BLOB NOT NULL,                -- the timelock operation's id with OpenZeppelin 4's salt
    operation_v5 BLOB NOT NULL,                -- and with 5's
    quorum       BLOB,                         -- read at the snapshot timepoint; NULL: not read yet
    quorum_block BIGINT,                       -- the head at that moment: undone with it
    block        BIGINT NOT NULL,
    block_hash   BLOB NOT NULL,
    block_time   BIGINT NOT NULL,
    tx           BLOB NOT NULL,
    log_index    INTEGER NOT NULL
);
CREATE UNIQUE INDEX governor_proposals_id ON governor_proposals (chain, governor, proposal_id);
CREATE INDEX governor_proposals_block ON governor_proposals (chain, block);

-- Every VoteCast, several of one voter where a governor counts fractions: all of them count.
CREATE TABLE governor_votes (
    chain        BIGINT NOT NULL,
    position     BIGINT NOT NULL,
    proposal     BIGINT NOT NULL,              -- proposals.key
    voter        BLOB NOT NULL,
    support      INTEGER NOT NULL,             -- as cast: 0 against, 1 for, 2 abstain, 255 fractions
    choice       TEXT NOT NULL,                -- canonical JSON, as of signed votes
    voting_power BLOB NOT NULL,
    reason       TEXT NOT NULL,
    params       BLOB NOT NULL,
    block        BIGINT NOT NULL,
    block_hash   BLOB NOT NULL,
    block_time   BIGINT NOT NULL,
    tx           BLOB NOT NULL,
    log_index    INTEGER NOT NULL,
    PRIMARY KEY (chain, position)
);
CREATE INDEX governor_votes_by_power ON governor_votes (proposal, voting_power, position);
CREATE INDEX governor_votes_by_time ON governor_votes (proposal, position);
CREATE INDEX governor_votes_by_voter ON governor_votes (voter, position);

-- What happened to proposals and timelock operations after creation.
CREATE TABLE execution_events (
    chain      BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    contract   BLOB NOT NULL,                  -- the governor or the timelock that said it
    name       TEXT NOT NULL,                  -- the event's name
    subject    BLOB NOT NULL,                  -- the proposal's or operation's id; 32 zero bytes: the contract itself
    amount     BIGINT,                         -- eta or delay in seconds, or a deadline's timepoint
    detail     TEXT NOT NULL,                  -- the event's other arguments (JSON)
    actor      BLOB NOT NULL,                  -- who sent the transaction
    block      BIGINT NOT NULL,
    block_hash BLOB NOT NULL,
    block_time BIGINT NOT NULL,
    tx         BLOB NOT NULL,
    log_index  INTEGER NOT NULL,
    PRIMARY KEY (chain, position)
);
CREATE INDEX execution_events_subject ON execution_events (chain, subject);
