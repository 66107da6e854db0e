SELECT likeness, sent_at, petition_id FROM petition_likenesses WHERE false;
SELECT joined_to FROM petitions WHERE false;
