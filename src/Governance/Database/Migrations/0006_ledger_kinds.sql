-- Rare kinds among millions of votes: recounts and exports find them without reading the votes.
CREATE INDEX messages_updates ON messages (idx) WHERE kind = 'update-proposal';
CREATE INDEX messages_aliases ON messages (idx) WHERE kind IN ('alias', 'revoke-alias');
