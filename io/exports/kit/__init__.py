"""What teams need when the funnel goes live: their day, cards, answers, training."""
