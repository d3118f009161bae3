"""What a user would pick instead for fanning out and in: Dramatiq's group and Celery's chord, with Redis."""
