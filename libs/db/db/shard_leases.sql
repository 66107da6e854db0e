-- Fencing tokens of the shard locks (motcua::db::ShardLock). The advisory lock decides who may process a shard; with
-- the token the database refuses a former holder that has not noticed that its session has ended (R1.6).

CREATE TABLE shard_leases (
  purpose     text        NOT NULL,
  shard       integer     NOT NULL CHECK (shard >= 0),
  token       bigint      NOT NULL CHECK (token > 0),
  -- For the operator only: these two are not used for decisions.
  holder      text        NOT NULL,
  acquired_at timestamptz NOT NULL,
  PRIMARY KEY (purpose, shard)
);

COMMENT ON TABLE shard_leases IS 'One row per shard ever held; token rises by one with each holder';

-- Ends the caller's transaction with SQLSTATE MC001 when its token is not the latest. FOR SHARE, so that the next
-- holder, which increases the token, waits for the transactions of this one.
CREATE FUNCTION check_fence(p_purpose text, p_shard integer, p_token bigint) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  latest bigint;
BEGIN
  SELECT token INTO latest FROM shard_leases WHERE purpose = p_purpose AND shard = p_shard FOR SHARE;
  IF latest IS DISTINCT FROM p_token THEN
    RAISE EXCEPTION 'token % of % shard % is stale, the latest is %', p_token, p_purpose, p_shard, latest
      USING ERRCODE = 'MC001';
  END IF;
END
$$;
