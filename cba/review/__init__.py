"""A second pair of eyes: a checklist with the machine's answers, and who reviewed which inputs."""
