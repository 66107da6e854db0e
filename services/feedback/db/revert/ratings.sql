BEGIN;
DROP TABLE rating_counts, ratings, handed_over;
COMMIT;
