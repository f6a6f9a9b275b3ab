-- Signed ballots for governors, kept so that anybody may relay them. They name the contract's own proposal and not a row of ours: a
-- reorganisation takes rows away and brings them back. Whether one is still good is asked of the chain each time, never stored.
CREATE TABLE governor_ballots (
    digest      BLOB NOT NULL,                  -- EIP-712: what was signed
    voter       BLOB NOT NULL,                  -- former generations' digests do not name the voter
    chain       BIGINT NOT NULL,
    governor    BLOB NOT NULL,
    proposal_id BLOB NOT NULL,
    support     INTEGER NOT NULL,               -- as the contract numbers it: 0 against, 1 for, 2 abstain, 255 in parts
    reason      TEXT NOT NULL,
    params      BLOB NOT NULL,
    nonce       BLOB,                           -- 32 bytes; NULL: this generation has none
    signature   BLOB NOT NULL,
    received_ms BIGINT NOT NULL,
    PRIMARY KEY (digest, voter)
);
CREATE INDEX governor_ballots_proposal ON governor_ballots (chain, governor, proposal_id, received_ms);
