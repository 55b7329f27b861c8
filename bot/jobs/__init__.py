"""What the clock sets going: scheduled posts, claimed by one process, sent once, recorded."""
