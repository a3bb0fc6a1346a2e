"""随附文件 on the web: staff see every file, residents those that a public text shows."""
