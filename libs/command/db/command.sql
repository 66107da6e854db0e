-- What every command stores besides its effect: the answer by client key, and the audit row.

CREATE TABLE idempotency_keys (
  caller       text        NOT NULL,
  method       text        NOT NULL,
  key          text        NOT NULL,
  request_hash text        NOT NULL,
  response     bytea       NOT NULL,
  -- Machine time, not business time: the 30 days apply to retries (design rule 1).
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT commands_idempotency_key PRIMARY KEY (caller, method, key)
);
CREATE INDEX idempotency_keys_created_at ON idempotency_keys USING brin (created_at);

CREATE TABLE audit_log (
  id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  recorded_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  caller          text        NOT NULL,
  method          text        NOT NULL,
  actor_kind      smallint    NOT NULL,
  actor_id        text        NOT NULL,
  actor_agency    text        NOT NULL,
  subject         text        NOT NULL,
  revision_before bigint      NOT NULL,
  revision_after  bigint      NOT NULL,
  reason          text        NOT NULL,
  legal_ground    text        NOT NULL,
  event_id        uuid,
  traceparent     text        NOT NULL
);
CREATE INDEX audit_log_subject ON audit_log (subject, id);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_log is append-only';
END
$$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
