-- Milestones: on-chain conditions that authors sign into their proposals, and what the chains have shown of them. A state (pending, met,
-- overdue, reverted, unknown, failed) is computed from these rows and the clock; there is no column for it.

CREATE TABLE milestones (
    proposal   BIGINT NOT NULL,                -- proposals.key
    number     INTEGER NOT NULL,               -- from 0, in the author's order
    chain      BIGINT NOT NULL,
    definition TEXT NOT NULL,                  -- the signed JSON of this one
    by_at      BIGINT NOT NULL,                -- its date, unix seconds
    from_block BIGINT NOT NULL,                -- events count from this block on
    PRIMARY KEY (proposal, number)
);
CREATE INDEX milestones_open ON milestones (chain, by_at);

-- What a block has shown: of a call's answers each one that turned and the last one; of events each that concerns the milestone. Undone
-- with its block by a reorganisation.
CREATE TABLE milestone_readings (
    proposal   BIGINT NOT NULL,
    number     INTEGER NOT NULL,
    chain      BIGINT NOT NULL,
    position   BIGINT NOT NULL,                -- block * 2^20 + log index; of a call's answer the block's last position
    holds      INTEGER NOT NULL,               -- 1: the condition holds
    value      TEXT NOT NULL,                  -- the answer as text, or what an event says
    turned     INTEGER NOT NULL,               -- 1: the first of its kind in a row, kept; 0: replaced by the next
    block      BIGINT NOT NULL,
    block_hash BLOB NOT NULL,
    block_time BIGINT NOT NULL,
    tx         BLOB,                           -- of an event; NULL: a call's answer
    log_index  INTEGER,
    PRIMARY KEY (proposal, number, position)
);
CREATE INDEX milestone_readings_block ON milestone_readings (chain, block);
