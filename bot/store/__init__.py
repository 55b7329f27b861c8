"""What is remembered: the tables and the questions put to them; the only room that knows SQLAlchemy."""
