"""What each function of the pipeline does, over ports: one module a stage."""
