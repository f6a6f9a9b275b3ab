-- Indexes over what comes in no order, in tables of their own, so that a crowd's entries are written late, sorted and together: one by one
-- each changes a page of its own. An entry holds the first eight bytes of what is looked up; whoever finds one compares the rest.
CREATE TABLE message_ids (
    key      BLOB NOT NULL,                     -- of messages.id
    proposal BIGINT NOT NULL,                   -- 0: a message's id is looked up by itself
    message  BIGINT NOT NULL,                   -- messages.idx
    PRIMARY KEY (key, proposal, message)
) WITHOUT ROWID;
INSERT INTO message_ids (key, proposal, message) SELECT substr(id, 1, 8), 0, idx FROM messages ORDER BY 1, 3;
DROP INDEX messages_id;

CREATE TABLE votes_of_voters (
    key      BLOB NOT NULL,                     -- of votes.voter
    proposal BIGINT NOT NULL,
    message  BIGINT NOT NULL,                   -- votes.message; a voter's last one on a proposal is the one that counts
    PRIMARY KEY (key, proposal, message)
) WITHOUT ROWID;
INSERT INTO votes_of_voters (key, proposal, message) SELECT substr(voter, 1, 8), proposal, message FROM votes ORDER BY 1, 2, 3;
DROP INDEX votes_current;
DROP INDEX votes_by_voter;
