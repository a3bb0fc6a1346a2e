"""What is done to organs (机构)."""
