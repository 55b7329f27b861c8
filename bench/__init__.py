"""Measurements that print ratios from one run; absolute times on a shared machine prove nothing."""
