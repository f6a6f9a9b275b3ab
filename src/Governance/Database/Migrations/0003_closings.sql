-- When voting on a signed proposal was seen to be over, and when its count became final. A row is never taken back: a clock set back reopens nothing.
CREATE TABLE proposal_closings (
    proposal    INTEGER PRIMARY KEY,            -- proposals.key
    closed_at   BIGINT NOT NULL,                -- by the portal's clock
    final_at    BIGINT,                         -- NULL: votes that arrived in time may still be under way
    ledger_size BIGINT                          -- of the ledger when the count became final
);
CREATE INDEX proposal_closings_open ON proposal_closings (proposal) WHERE final_at IS NULL;
CREATE INDEX proposals_end ON proposals (kind, end_at);
