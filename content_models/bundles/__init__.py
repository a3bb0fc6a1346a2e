"""政策与解读: the plan for a policy's interpretations, and their going public as one."""
