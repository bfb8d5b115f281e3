"""What simulated devices keep for Cognito Sync: their settings, their local cache, and the pushes that reached them.

Tables of the world, so that undo, replay and saves cover the devices. The code that runs on devices is in `cogtui.device.sync`.
"""
