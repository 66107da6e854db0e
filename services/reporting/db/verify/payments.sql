SELECT generation, reference_key, dossier_id, debt, code, agency, amount_vnd, reference, confirmed_at
FROM payments WHERE false;
SELECT generation, reference_key, payments, amount_vnd, agencies, last_at FROM payment_references WHERE false;
