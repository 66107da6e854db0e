-- Names for floor.sql: cheap, inlined, so that the floor is not slowed by what only it needs.
CREATE FUNCTION floor_id(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid;
-- In the order of time, as UUIDv7 is: a random one would cost the floor more page writes than it costs us.
CREATE FUNCTION new_event_id(key bigint) RETURNS uuid LANGUAGE sql VOLATILE
  RETURN (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7000' ||
          lpad(to_hex(key), 16, '8'))::uuid;
