-- The installation of this database: one province (or city), one history, real or simulated. One row, written at the
-- first start (outbox::OpenInstallation).

CREATE TABLE installation (
  only_row      boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  province      text        NOT NULL CHECK (province <> ''),
  -- Increased when a backup is restored, so that reused sequences are distinguished (R1.8).
  epoch         integer     NOT NULL DEFAULT 1 CHECK (epoch >= 1),
  -- Business time may be simulated only in a database created for it (design rule 11).
  simulation    boolean     NOT NULL,
  simulated_now timestamptz,
  outbox_shards integer     NOT NULL CHECK (outbox_shards >= 1),
  CHECK (simulation OR simulated_now IS NULL)
);

CREATE FUNCTION guard_installation() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an installation is never deleted';
  END IF;
  IF (NEW.province, NEW.simulation, NEW.outbox_shards) IS DISTINCT FROM
     (OLD.province, OLD.simulation, OLD.outbox_shards) THEN
    RAISE EXCEPTION 'province, simulation and outbox_shards are fixed at the first start';
  END IF;
  IF NEW.epoch < OLD.epoch THEN
    RAISE EXCEPTION 'an epoch only rises';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER installation_is_fixed
  BEFORE UPDATE OR DELETE ON installation
  FOR EACH ROW EXECUTE FUNCTION guard_installation();
