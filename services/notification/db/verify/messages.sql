SELECT id, shard, event_id, template_id, inbound_id, state, claim_until FROM messages WHERE false;
SELECT message_id, type FROM receipts WHERE false;
SELECT id, gateway, gateway_message_id, phone, phone_hash, result FROM inbound WHERE false;
SELECT phone_hash, inbound_id FROM opt_outs WHERE false;
