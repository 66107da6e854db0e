"""The parts of the demo: what is to happen (plan), how one dossier goes on (life), how time passes (fortnight), what is
told at the end (summary)."""
