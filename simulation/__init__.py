"""Numbers: what a funnel will do, exactly in the mean and by chance. No Qt, opens no file."""
