-- Signatures of configured witnesses over heads that this ledger signed: somebody else saw this head.
CREATE TABLE ledger_cosignatures (
    size           BIGINT NOT NULL,             -- ledger_checkpoints.size
    witness        BLOB NOT NULL,               -- the address that signed
    signature      BLOB NOT NULL,               -- EIP-191 over the checkpoint's text, 65 bytes
    received_at_ms BIGINT NOT NULL,
    PRIMARY KEY (size, witness)
);

-- Transactions that carry a signed head, as they were found on their chain.
CREATE TABLE ledger_anchors (
    chain         BIGINT NOT NULL,
    tx            BLOB NOT NULL,
    size          BIGINT NOT NULL,              -- ledger_checkpoints.size
    sender        BLOB NOT NULL,
    block         BIGINT NOT NULL,
    block_hash    BLOB NOT NULL,
    block_time    BIGINT NOT NULL,
    checked_at_ms BIGINT NOT NULL,
    PRIMARY KEY (chain, tx)
);
CREATE INDEX ledger_anchors_newest ON ledger_anchors (size DESC);
