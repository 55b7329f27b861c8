"""Who leads in a server: this week, last week, this month, ever."""
