"""Regression questions for the advisor, asked from outside, exactly as the page asks.

The way of the data: samples -> suite (asks, scores) -> items -> metrics -> gate -> report.
"""
