"""The people that are measured with: one distributor's by the demo's own story tellers, everybody else's as copies."""
