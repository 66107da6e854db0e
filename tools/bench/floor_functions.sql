-- Functions for floor.sql: cheap and inlined, so that they do not slow down the floor.
CREATE FUNCTION floor_id(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid;
-- In order of time, like UUIDv7: random ids would cause more page writes in the floor than in our code.
CREATE FUNCTION new_event_id(key bigint) RETURNS uuid LANGUAGE sql VOLATILE
  RETURN (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7000' ||
          lpad(to_hex(key), 16, '8'))::uuid;
