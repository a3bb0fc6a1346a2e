"""The engines that `zhengwu` brings along, so that nothing has to be installed or set up before the first start."""
