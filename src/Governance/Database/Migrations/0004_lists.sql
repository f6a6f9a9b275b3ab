-- Lists of balances that the operator imported, for ever: the strategy csv names one by the hash of its bytes.
CREATE TABLE imported_lists (
    hash        BLOB PRIMARY KEY,               -- SHA-256 of content
    name        TEXT NOT NULL,
    content     BLOB NOT NULL,
    imported_at BIGINT NOT NULL
);
