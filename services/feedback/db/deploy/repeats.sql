BEGIN;

-- By which a petition sent again is found: one row for each contact of the sender. `likeness` is the SHA-256 of the
-- contact, the dossier and the text as people read it (domain/likeness.h). Petitions of before have no rows.
CREATE TABLE petition_likenesses (
  likeness    text        NOT NULL,
  sent_at     timestamptz NOT NULL,
  petition_id uuid        NOT NULL REFERENCES petitions,
  PRIMARY KEY (likeness, sent_at, petition_id)
);
CREATE INDEX petition_likenesses_petition ON petition_likenesses (petition_id);

-- The code of the earlier petition whose answer is also the answer to this one; 11 is "joined". The default lets the
-- programs of the release before go on writing while they are replaced.
ALTER TABLE petitions
  ADD COLUMN joined_to text NOT NULL DEFAULT '',
  DROP CONSTRAINT petitions_state_check,
  DROP CONSTRAINT petitions_check,
  ADD CONSTRAINT petitions_state_check CHECK (state BETWEEN 1 AND 11),
  ADD CONSTRAINT petitions_check CHECK ((step_due_at IS NULL) = (state IN (6, 8, 9, 10, 11))),
  ADD CONSTRAINT petitions_joined CHECK ((joined_to <> '') = (state = 11));

COMMIT;
