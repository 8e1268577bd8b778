//! Scorers: what the engine answers against what a careful editor expects.
