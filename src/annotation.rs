//! The stand-off model: what a human said of a span of an article, kept in a file beside it.
//!
//! The room stands so that later work has its place; nothing writes annotations yet.
