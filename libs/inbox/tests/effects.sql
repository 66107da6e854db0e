-- Where the tests' handler leaves its effects.
CREATE TABLE effects (
  id bigint GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  epoch integer NOT NULL,
  sequence bigint NOT NULL CHECK (sequence <> 66666),
  event_id text NOT NULL
);

-- No test here stops the server, so none needs to wait for the disk.
SELECT format('ALTER DATABASE %I SET synchronous_commit = off', current_database()) \gexec
