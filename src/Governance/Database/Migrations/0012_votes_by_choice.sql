-- A page of the votes for one choice must not walk through a million others. The last column is always NULL: with it the index alone answers a count.
CREATE INDEX votes_by_choice ON votes (proposal, choice, voting_power, message, superseded_by) WHERE superseded_by IS NULL;
