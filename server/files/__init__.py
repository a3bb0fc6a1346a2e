"""随附文件 on the web: staff see those of the releases they see, residents those that a public text shows."""
