"""What a measurement over real processes stands on: an installation of its own, and providers that misbehave."""
