SELECT 'inbound_sender_answered'::regclass, 'inbound_sender_text'::regclass;
