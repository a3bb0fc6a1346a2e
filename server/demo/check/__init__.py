"""`zhengwu demo --check`: the demo unattended, each step verified from outside.

Steps see what anybody can see: pages over HTTP, GraphQL, and the counts of the push stand-in. They look again until
what they wait for is there or their time is up, so a process that is killed meanwhile only makes them later.
"""
