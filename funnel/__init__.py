"""What a funnel is: stages, triggers, rules, edits, checks, text. Pure values, no Qt, no files."""
