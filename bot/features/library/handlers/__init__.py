"""What each verb of this feature answers, whether it came as a command, a button or a form."""
