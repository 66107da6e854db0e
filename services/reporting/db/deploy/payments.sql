-- Debts paid, by the bank reference typed for them: one that paid several debts is shown to a person. What was counted
-- before this change is stored by a rebuild.
BEGIN;
CREATE TABLE payments (
  generation    bigint      NOT NULL,
  -- The reference as people read it (domain/payment.h).
  reference_key text        NOT NULL,
  dossier_id    text        NOT NULL,
  -- `filing`, `receipt`, or the id of a request in processing.
  debt          text        NOT NULL,
  code          text        NOT NULL,
  agency        text        NOT NULL,
  amount_vnd    bigint      NOT NULL,
  reference     text        NOT NULL,
  confirmed_at  timestamptz NOT NULL,
  PRIMARY KEY (generation, reference_key, dossier_id, debt)
);
-- One row per reference, which also makes replicas wait for each other that store debts paid with it.
CREATE TABLE payment_references (
  generation    bigint      NOT NULL,
  reference_key text        NOT NULL,
  payments      bigint      NOT NULL,
  amount_vnd    bigint      NOT NULL,
  agencies      text[]      NOT NULL,
  last_at       timestamptz NOT NULL,
  PRIMARY KEY (generation, reference_key)
);
CREATE INDEX payment_references_shared ON payment_references (generation, last_at, reference_key) WHERE payments > 1;
COMMIT;
