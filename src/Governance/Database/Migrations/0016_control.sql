-- Who controls the governors of a chain is replayed from few of its many events, at each reading of a proposal.
CREATE INDEX execution_events_name ON execution_events (chain, name, position);
