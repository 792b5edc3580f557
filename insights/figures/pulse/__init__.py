"""The results of a wave, read from what was published when it closed; nothing here sees an answer."""
