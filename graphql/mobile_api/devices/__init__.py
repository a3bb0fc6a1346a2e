"""设备 Devices and who uses them."""
