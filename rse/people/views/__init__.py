"""The HTML door of one's own account, and the few pages that anybody may read."""
