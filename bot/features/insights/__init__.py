"""What an organiser may know of the group: where it is stuck, which question is wrong, who is active, as figures."""
