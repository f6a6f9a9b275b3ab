-- Governors of every generation: by whose rules each decides, super quorums, votes over a delegate. Chains are indexed afresh after this
-- step (the reading's number in chain_cursors.followed has changed), so the defaults are never shown.
ALTER TABLE governors ADD COLUMN generation TEXT NOT NULL DEFAULT '{}';            -- JSON, as found on the chain

ALTER TABLE governor_proposals ADD COLUMN super_quorum BLOB;                       -- read with the quorum; NULL: not read yet, or no such rule

-- 0: VoteCast; 1: OverrideVoteCast, a holder's vote over his delegate; 2: VoteReduced, what such a vote takes from the delegate's.
ALTER TABLE governor_votes ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
