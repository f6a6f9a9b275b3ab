-- The ledger's tree as C2SP tiles in place of single nodes: a row holds up to 256 hashes of one level in eight, a node between follows from
-- them. A group of votes writes one or two rows, where it wrote two for each vote; a served tile is a row.
CREATE TABLE ledger_tiles (
    level  INTEGER NOT NULL,                    -- of tiles: 0 holds leaf hashes, 1 the hashes of 256 leaves each, ...
    idx    BIGINT NOT NULL,
    hashes BLOB NOT NULL,                       -- 32 bytes each
    PRIMARY KEY (level, idx)
);
INSERT INTO ledger_tiles (level, idx, hashes)
SELECT level / 8, idx / 256, unhex(group_concat(hex(hash), '' ORDER BY idx)) FROM ledger_nodes WHERE level % 8 = 0 GROUP BY level / 8, idx / 256;
DROP TABLE ledger_nodes;
