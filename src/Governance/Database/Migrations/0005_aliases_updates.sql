-- Which account may sign in whose name. One row a pair: its last message, which set it or took it back.
CREATE TABLE aliases (
    account BLOB NOT NULL,                      -- in whose name
    alias   BLOB NOT NULL,                      -- who signs
    set_at  BIGINT NOT NULL,                    -- the message's claimed time
    message BIGINT NOT NULL,                    -- messages.idx
    revoked INTEGER NOT NULL,                   -- 1: taken back
    PRIMARY KEY (account, alias)
);
CREATE INDEX aliases_alias ON aliases (alias);

-- The message that last changed a proposal before its start; what it said before stays in messages.
ALTER TABLE proposals ADD COLUMN updated_message BIGINT;
