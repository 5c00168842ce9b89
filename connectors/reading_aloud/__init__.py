"""Answers as voice messages: what is said of a reply, the engines that say it, and the recordings."""
