//! Reading an article file: bytes to text.
