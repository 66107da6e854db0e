"""The parts of the demo: what will happen (plan), the course of one dossier (life), the passing of time (fortnight),
and the final report (summary)."""
