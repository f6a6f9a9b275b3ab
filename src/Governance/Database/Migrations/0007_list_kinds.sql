-- What an imported list holds: balances, old-balances, links; and claims, which the portal itself read from a chain when a proposal was published.
ALTER TABLE imported_lists ADD COLUMN kind TEXT NOT NULL DEFAULT 'balances';

-- Where a proposal's sources add up to: read at its pinned blocks once, so it never changes.
CREATE TABLE proposal_reconciliations (
    proposal INTEGER PRIMARY KEY,               -- proposals.key
    reading  TEXT NOT NULL                      -- JSON
);
