SELECT id, code, lookup_key, state, step_due_at, answer_due_on FROM petitions WHERE false;
SELECT petition_id, revision, note FROM petition_history WHERE false;
SELECT day, last FROM code_serials WHERE false;
