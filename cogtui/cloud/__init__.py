"""The simulated cloud: pure Python, no UI, no sockets, no wall clock, no ambient randomness.

`cogtui.cloud.world.World` is the way in; everything else here serves it.
"""
