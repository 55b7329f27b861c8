"""Planning what is posted by the clock: prompts and boards, where and when."""
