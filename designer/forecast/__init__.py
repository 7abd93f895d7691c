"""The forecast tab: a sentence that stays, and sections below it that are made when chosen."""
