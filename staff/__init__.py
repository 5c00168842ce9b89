"""The Wagtail site where staff write, review, translate and publish."""
