CREATE TABLE followed (times bigint NOT NULL);
INSERT INTO followed VALUES (0);
