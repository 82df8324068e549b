"""The web page: conversation, guide and plan, in one window and without another host."""
