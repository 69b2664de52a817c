"""What is taught: text notebooks, and the builder that turns them into what nbgrader and students use."""
