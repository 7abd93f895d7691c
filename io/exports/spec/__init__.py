"""The stage specification: what an implementer needs to know of every stage and trigger."""
