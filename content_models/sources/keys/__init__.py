"""报送密钥: what a department signs its deliveries with."""
