SELECT 'messages_failed'::regclass;
