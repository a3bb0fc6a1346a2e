"""The departments and institutions of the demo city, as web sites on one loopback port.

Run it with `python -m server.demo.city --port 8090 --folder zhengwu-data/city`. Titles, 文号 and dates of policies
are real; every body is written for the demo and says so (示例).
"""
