"""The Textual app. Screens compose and route; what they show comes from `cogtui.views`, what happens goes to the door."""
