"""Read CRM exports: recognise what they are, and turn them into histories of leads."""
