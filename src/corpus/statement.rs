//! Which statements of different articles are the same words or the same claim.
