"""Formats of dates and numbers where Django has none, or others than ours."""
